import type { Estimate } from "../../types/estimate.ts";
import { metricName } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import { cellLabel } from "./cell-label.ts";
import { quantity } from "./quantity.ts";

const MOST_OUTLIERS = 3;

/** What a reader should know of a sample before using its numbers, a line each. */
export function remarks(report: Report, estimate: Estimate): string[] {
  const { sample, outliers, drift, count } = estimate;
  const { started } = report.record;
  const where = started.cells.length > 1 ? `, ${cellLabel(started, sample.cell)}` : "";
  const of = `${metricName(sample.metric)} of ${sample.keyword}, line ${sample.line}${where}`;
  const lines: string[] = [];
  if (outliers.length > 0) {
    const shown = outliers
      .slice(0, MOST_OUTLIERS)
      .map(({ iteration, value }) => `run ${iteration}: ${quantity(sample.metric, value)}`);
    const rest = outliers.length > MOST_OUTLIERS ? ", …" : "";
    lines.push(
      `${of}: ${outliers.length} of ${count} runs far from the rest (${shown.join(", ")}${rest}), counted all the same`,
    );
  }
  if (drift !== undefined) {
    const direction = drift.correlation > 0 ? "rises" : "falls";
    const change =
      drift.change === undefined
        ? ""
        : `, by ${Math.abs(100 * drift.change).toPrecision(2)} % from the first third of the runs to the last`;
    lines.push(`${of}: ${direction} with the order of the runs${change}`);
  }
  for (const { reason, count: left } of sample.excluded) {
    lines.push(`${of}: ${left} ${left === 1 ? "run" : "runs"} left out: ${reason}`);
  }
  return lines;
}
