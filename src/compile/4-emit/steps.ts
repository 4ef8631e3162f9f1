import type { Span } from "../../types/span.ts";
import type { Step, Undo } from "../../types/step.ts";
import type { Text } from "../../types/text.ts";
import { ALARM_CLEAR, alarmedStep, alarmSet } from "./alarm.ts";
import { stepCall } from "./calls.ts";
import { sourceCalls } from "./image-calls.ts";
import { stepFunction, valueVariable } from "./names.ts";
import { quote } from "./quote.ts";
import { type Call, layOut, Words } from "./words.ts";

/** Where a statement stands, in a script's own terms. */
export interface Places {
  /** `load-test.ctr:21` */
  place(span: Span): string;
  /** The statement on one line, without its block. */
  written(span: Span): string;
}

/**
 * What a failed expectation does: it ends the function that it stands in, or nothing but count. In the end, which also
 * comes after a run that was killed, there may be no container left to do something with.
 */
export type OnFailure = "return" | "go on" | "in the end";

/** The lines of a list of steps, not indented: for each its place, its undo and its calls. */
export function writeSteps(steps: readonly Step[], places: Places, onFailure: OnFailure): string[] {
  const lines: string[] = [];
  let lastPlace = "";
  let isLeftOut = false;
  const write = (
    { span, undo }: Pick<Step, "span" | "undo">,
    after: string,
    make: (words: Words) => readonly Call[],
  ): void => {
    const place = `at ${quote(places.place(span))} ${quote(places.written(span))}`;
    const words = new Words();
    const calls = make(words).flatMap((call) => {
      const [first = "", ...more] = layOut(call, after);
      return [isLeftOut ? `is_cleanup || ${first}` : first, ...more];
    });
    const undoCall = undo === undefined ? [] : [undoLine(undo, words)];
    lines.push(...(place === lastPlace ? [] : [place]), ...words.before, ...undoCall, ...calls);
    lastPlace = place;
  };
  for (const step of steps) {
    isLeftOut = onFailure === "in the end" && isAboutContainers(step);
    if (step.kind === "loop") {
      lines.push(...writeLoop(step, places, onFailure));
      lastPlace = "";
    } else if (step.kind === "image.make") {
      write(step, "", (words) => [
        { name: "image_begin", groups: [[quote(step.name)]] },
        ...(step.alarmNs === undefined ? [] : [alarmSet(step.alarmNs, words, `image ${step.name}`)]),
      ]);
      lines.push(...writeImage(step, places), ...(step.alarmNs === undefined ? [] : [ALARM_CLEAR.name]));
      lastPlace = "";
    } else {
      const after = step.kind.startsWith("expect.") ? AFTER_EXPECTATION[onFailure] : "";
      write(step, after, (words) => alarmedStep(step, stepCall(step, stepFunction(step.kind), words), words));
    }
  }
  return lines;
}

const AFTER_EXPECTATION: Readonly<Record<OnFailure, string>> = {
  return: " || return 0",
  "go on": " || :",
  "in the end": " || :",
};

function isAboutContainers({ kind }: Step): boolean {
  return !kind.startsWith("host.");
}

function writeLoop(step: Extract<Step, { kind: "loop" }>, places: Places, onFailure: OnFailure): string[] {
  const variable = valueVariable(step.variable);
  const range = `${variable} = ${arithmetic(step.from)}; ${variable} <= ${arithmetic(step.to)}; ${variable}++`;
  const body = writeSteps(step.body, places, onFailure);
  return [`for ((${range})); do`, ...(body.length === 0 ? [":"] : body).map(indent), "done"];
}

/** The sources of an image are gone through twice: to describe it, and, where the cache has none such, to make it. */
function writeImage(step: Extract<Step, { kind: "image.make" }>, places: Places): string[] {
  const sources = step.sources.flatMap(sourceCalls).flatMap(({ span, calls }) => {
    const words = new Words();
    const lines = calls(words).flatMap((call) => layOut(call, ""));
    const place = `at ${quote(places.place(span))} ${quote(places.written(span))}`;
    return [place, ...words.before, ...lines];
  });
  return ["while image_next; do", ...(sources.length === 0 ? [":"] : sources).map(indent), "done"];
}

/** Written before the call that acquires something, so that a script that dies in between knows what to look for. */
function undoLine({ scope, kind, name }: Undo, words: Words): string {
  return `undo ${scope} ${stepFunction(kind)} ${words.word(name)}`;
}

/** A whole number, or what holds one, as it stands in bash arithmetic. */
function arithmetic(text: Text): string {
  const [first] = text;
  if (text.length === 1 && first !== undefined && typeof first !== "string") return valueVariable(first.name);
  return text
    .map((piece) => (typeof piece === "string" ? piece : `\${${valueVariable(piece.name)}}`))
    .join("");
}

/** Two blanks before every line that is not empty, but for the later lines of a word that goes over several. */
export function indent(line: string): string {
  return line === "" ? line : `  ${line}`;
}
