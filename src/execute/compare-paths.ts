import { readBounded } from "../bounded-file.ts";
import { nothingMeasured } from "../diagnostics/problems.ts";
import type { Problem } from "../types/problem.ts";
import type { Gate, MeasuredRun, RunComparison } from "../types/run-comparison.ts";
import { readForeign } from "./2-collect/foreign/read-foreign.ts";
import { measuredRun } from "./2-collect/measured-run.ts";
import { compareRuns } from "./3-estimate/compare-runs.ts";
import { readRunDirectory } from "./run-directory.ts";

/** More than hyperfine or pyperf writes of any run. */
const FOREIGN_MEBIBYTES = 256;

export interface CompareOptions {
  /** Relative difference up to which medians count as equal; unsaid, 0.01. */
  readonly margin?: number | undefined;
  readonly gates?: readonly Gate[] | undefined;
}

/**
 * Holds what was measured against the first of it.
 * @param paths two or more run directories, or files that hyperfine or pyperf wrote
 * @returns `comparison` is undefined where one of them holds no measurements; `problems` then says which
 * @throws RangeError if there are fewer than two paths
 */
export async function compare(
  paths: readonly string[],
  options: CompareOptions = {},
): Promise<{ readonly comparison: RunComparison | undefined; readonly problems: readonly Problem[] }> {
  const read = await Promise.all(paths.map(readMeasured));
  const problems = read.flatMap((one) => one.problems);
  const runs = read.map(({ run }) => run).filter((run) => run !== undefined);
  if (runs.length < paths.length) return { comparison: undefined, problems };
  return { comparison: compareRuns(runs, options), problems };
}

async function readMeasured(
  path: string,
): Promise<{ readonly run: MeasuredRun | undefined; readonly problems: readonly Problem[] }> {
  let text: string;
  try {
    text = await readBounded(path, FOREIGN_MEBIBYTES);
  } catch {
    const { report, problems } = await readRunDirectory(path);
    if (report === undefined) return { run: undefined, problems };
    const run = measuredRun(path, report.record, report.environment);
    return run.series.length > 0
      ? { run, problems }
      : { run: undefined, problems: [...problems, nothingMeasured(path)] };
  }
  const run = readForeign(path, text);
  return { run, problems: run === undefined ? [nothingMeasured(path)] : [] };
}
