import type { Sample } from "../../src/types/sample.ts";

/** A sample of `durationNs` with these observations, and what else a test asks for. */
export function sampleOf(observations: readonly number[], other: Partial<Sample> = {}): Sample {
  return {
    cell: 1,
    block: "one",
    action: 1,
    keyword: "run",
    line: 1,
    metric: "durationNs",
    observations,
    iterations: observations.map((_, at) => at + 1),
    atNs: observations.map((_, at) => at),
    warmups: [],
    sources: ["clock"],
    resolution: undefined,
    missing: [],
    excluded: [],
    ...other,
  };
}
