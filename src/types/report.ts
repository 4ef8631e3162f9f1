import type { Comparison } from "./comparison.ts";
import type { Estimate } from "./estimate.ts";
import type { Problem } from "./problem.ts";
import type { RunRecord } from "./run-record.ts";

/** All that a report in any format is made from. */
export interface Report {
  /** Run directory, absolute. */
  readonly directory: string;
  readonly record: RunRecord;
  readonly estimates: readonly Estimate[];
  /** Of what the harness itself takes. */
  readonly calibrations: readonly Estimate[];
  /** Of every sample with the one of the baseline's cell, where a recipe has a matrix. */
  readonly comparisons: readonly Comparison[];
  /** `environment.json` of the run directory as it is; undefined where it could not be read. */
  readonly environment: Readonly<Record<string, unknown>> | undefined;
  /** What is wrong with the run directory, such as lines that are no events. */
  readonly problems: readonly Problem[];
}
