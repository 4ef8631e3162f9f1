import type { Estimate } from "../../types/estimate.ts";
import type { Report } from "../../types/report.ts";
import { cellLabel } from "./cell-label.ts";
import { measured, quantity } from "./quantity.ts";

const MOST_OUTLIERS = 3;

/** What a reader should know of the samples of one metric before using their numbers, a line a cell. */
export function remarks(report: Report, estimates: readonly Estimate[]): string[] {
  const { started } = report.record;
  return estimates.flatMap((estimate) => {
    const parts = remarkParts(estimate);
    if (parts.length === 0) return [];
    const where = started.cells.length > 1 ? `${cellLabel(started, estimate.sample.cell)}: ` : "";
    return [`${where}${parts.join("; ")}`];
  });
}

function remarkParts({ sample, outliers, drift, count }: Estimate): string[] {
  const parts: string[] = [];
  if (outliers.length > 0) {
    const shown = outliers
      .slice(0, MOST_OUTLIERS)
      .map(({ iteration, value }) => `run ${iteration}: ${quantity(sample.metric, value)}`);
    const rest = outliers.length > MOST_OUTLIERS ? ", …" : "";
    parts.push(
      `${outliers.length} of ${count} runs far from the rest, and counted (${shown.join(", ")}${rest})`,
    );
  }
  const { resolution = 0, observations } = sample;
  const below = observations.filter((value) => Math.abs(value) < resolution).length;
  if (below > 0) {
    parts.push(
      `${below} of ${count} runs took less than ${measured(sample, resolution)}, the smallest step of the clock`,
    );
  }
  if (drift !== undefined) {
    const direction = drift.correlation > 0 ? "rises" : "falls";
    const change =
      drift.change === undefined
        ? ""
        : `, by ${Math.abs(100 * drift.change).toPrecision(2)} % from the first third of the runs to the last`;
    parts.push(`${direction} with the order of the runs${change}`);
  }
  for (const { reason, count: left } of sample.excluded) {
    parts.push(`${left} ${left === 1 ? "run" : "runs"} left out: ${reason}`);
  }
  return parts;
}
