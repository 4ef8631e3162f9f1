import type { Report } from "../types/report.ts";
import { compareCells } from "./3-estimate/compare-cells.ts";
import { estimateAll } from "./3-estimate/estimate.ts";

/**
 * The report of a run that has ended, or has come this far.
 * @param baselineCell which cell the others are compared with; unsaid, the first
 */
export function reportOf(
  run: Pick<Report, "directory" | "record" | "environment" | "problems">,
  baselineCell?: number,
): Report {
  // Where cells take turns, chance decides which is measured first.
  const samples = [...run.record.samples].sort((one, other) => one.cell - other.cell);
  return {
    ...run,
    record: { ...run.record, samples },
    estimates: estimateAll(samples),
    calibrations: estimateAll(run.record.calibrations),
    comparisons: compareCells(samples, baselineCell),
  };
}
