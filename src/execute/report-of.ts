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
  const { samples } = run.record;
  return { ...run, estimates: estimateAll(samples), comparisons: compareCells(samples, baselineCell) };
}
