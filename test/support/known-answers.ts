import type { Event } from "../../src/index.ts";

const MEBIBYTE = 1024 * 1024;

interface Answer {
  readonly metric: string;
  /** In MiB, both included, by storage driver; `others` for those that are not named. */
  readonly bounds: Readonly<Record<string, readonly [least: number, most: number]>>;
}

/** What the recipe test/vm/cases/known-answers.ctr must come to, by its measures. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  "fifty-mebibytes": { metric: "diskDataBytes", bounds: { others: [50, 54] } },
  // Where a whole file is copied the image's may come with it; a snapshot shares all blocks but one.
  "one-byte-of-a-hundred": {
    metric: "diskDataBytes",
    bounds: { overlay: [100, 102], vfs: [100, 104], others: [0, 0.5] },
  },
  "sixty-mebibytes-in-three": { metric: "memoryPeakBytes", bounds: { others: [60, 66] } },
};

/** Which storage driver gave which number, and whether it is one that it must be: a line for each measure and cell. */
export function judgeAnswers(events: readonly Event[]): string[] {
  const started = events.find((event) => event.event === "run-started");
  const lines = events.flatMap((event) => {
    if (event.event !== "observation") return [];
    const driver = started?.cells.find(({ cell }) => cell === event.cell)?.values.driver ?? "?";
    const answer = ANSWERS[event.block];
    const value = event.values[answer?.metric ?? ""];
    if (value === undefined || value.value === null) return [`${driver}, ${event.block}: no value`];
    const [least, most] = answer?.bounds[driver] ?? answer?.bounds.others ?? [0, 0];
    const seen = value.value / MEBIBYTE;
    const verdict = seen >= least && seen <= most ? "right" : `${seen} MiB, not ${least} to ${most}`;
    return [`${driver}, ${event.block}: ${verdict}`];
  });
  // The cells take turns in an order of their own.
  return lines.sort();
}

/** What {@link judgeAnswers} says when all is as it must be. */
export function rightAnswers(drivers: readonly string[]): string[] {
  const lines = drivers.flatMap((driver) =>
    Object.keys(ANSWERS).map((measure) => `${driver}, ${measure}: right`),
  );
  return lines.sort();
}
