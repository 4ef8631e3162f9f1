import type { Text } from "../../types/text.ts";
import type { CallStep } from "./calls.ts";
import type { Call, Words } from "./words.ts";

export const ALARM_CLEAR: Call = { name: "alarm_clear", groups: [] };

/**
 * From here on the run has so long, in nanoseconds, until {@link ALARM_CLEAR}.
 * @param what takes too long, where it is not the statement
 */
export function alarmSet(limitNs: Text, words: Words, what?: string): Call {
  return { name: "alarm_set", groups: [words.words(what === undefined ? [limitNs] : [limitNs, what])] };
}

/** Calls that have so long all together, in nanoseconds; undefined: as long as they take. */
export function alarmed(limitNs: Text | undefined, calls: readonly Call[], words: Words): Call[] {
  return limitNs === undefined ? [...calls] : [alarmSet(limitNs, words), ...calls, ALARM_CLEAR];
}

/** The call of a step with its time limit. */
export function alarmedStep(step: CallStep, call: Call, words: Words): Call[] {
  if (step.kind !== "container.run" && step.kind !== "container.exec")
    return alarmed(step.alarmNs, [call], words);
  // That of the command is its function's business; the engine around it has one too.
  return step.timeoutNs === undefined
    ? [call]
    : [{ name: "alarm_set_engine", groups: [[words.word(step.timeoutNs)]] }, call, ALARM_CLEAR];
}
