import type { Estimate } from "../../types/estimate.ts";
import type { Report } from "../../types/report.ts";
import type { Sample } from "../../types/sample.ts";
import { storedUnit } from "./quantity.ts";

const PERCENTILES = [5, 25, 75, 90, 95, 99] as const;

/**
 * One row for each estimate, in the stored units, a column for each variable of the matrix. Rows whose last column is `yes` are of what
 * the harness itself takes.
 * @see RFC 4180
 */
export function csvReport(report: Report): string {
  const row = (harness: string) => (estimate: Estimate) => [
    ...sampleColumns(report, estimate.sample),
    ...[estimate.count, estimate.first, estimate.median],
    ...(estimate.medianInterval ?? ["", ""]),
    ...[estimate.mean, estimate.standardDeviation ?? "", estimate.minimum, estimate.maximum],
    ...[
      estimate.medianAbsoluteDeviation,
      ...PERCENTILES.map((percentile) => estimate.percentiles[percentile]),
    ],
    estimate.outliers.length,
    estimate.sample.resolution ?? "",
    harness,
  ];
  const statistics = "count first median median_low median_high mean standard_deviation minimum maximum";
  const spread = [
    "median_absolute_deviation",
    ...PERCENTILES.map((percentile) => `p${percentile}`),
    "outliers",
    "resolution",
    "harness",
  ];
  return csv([
    [...sampleHeader(report), ...statistics.split(" "), ...spread],
    ...report.estimates.map(row("no")),
    ...report.calibrations.map(row("yes")),
  ]);
}

/** One row for each observation, warm-up runs included and marked. */
export function csvObservations(report: Report): string {
  const rows = report.record.samples.flatMap((sample) => {
    const columns = sampleColumns(report, sample);
    return [
      ...sample.warmups.map((value) => [...columns, "yes", "", value]),
      ...sample.observations.map((value, at) => [...columns, "no", sample.iterations[at] ?? "", value]),
    ];
  });
  return csv([[...sampleHeader(report), "warmup", "iteration", "value"], ...rows]);
}

function variables(report: Report): string[] {
  return [...new Set(report.record.started.cells.flatMap((cell) => Object.keys(cell.values)))];
}

function sampleHeader(report: Report): string[] {
  return [
    "recipe",
    "run",
    "cell",
    ...variables(report),
    "block",
    "action",
    "keyword",
    "line",
    "metric",
    "unit",
  ];
}

function sampleColumns(report: Report, sample: Sample): (string | number)[] {
  const { started } = report.record;
  const values = started.cells.find((cell) => cell.cell === sample.cell)?.values ?? {};
  return [
    ...[started.recipe, started.runId, sample.cell],
    ...variables(report).map((name) => values[name] ?? ""),
    ...[
      sample.block,
      sample.action,
      sample.keyword,
      sample.line,
      sample.metric,
      sample.unit ?? storedUnit(sample.metric),
    ],
  ];
}

function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map((field) => quoteField(String(field))).join(",")}\r\n`).join("");
}

function quoteField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
