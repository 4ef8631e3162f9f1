import type { Estimate } from "../../types/estimate.ts";
import { MAIN_METRIC } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import type { Sample } from "../../types/sample.ts";
import { cellLabel } from "./cell-label.ts";
import { COLUMN_NAMES, measured } from "./quantity.ts";

/** What the harness itself takes in one measure. */
export interface HarnessTable {
  readonly title: string;
  readonly header: readonly string[];
  /** The first column that holds numbers. */
  readonly firstNumber: number;
  readonly rows: readonly (readonly string[])[];
}

const STATISTICS = ["first", "median", "min", "max"] as const;

/** A row for each thing that was done to see what the harness takes, in each cell; undefined where nothing was, as by older scripts. */
export function harnessTable(report: Report, block: string): HarnessTable | undefined {
  const { calibrations, record } = report;
  const own = calibrations.filter(({ sample }) => sample.block === block);
  const times = own
    .filter(({ sample }) => sample.metric === MAIN_METRIC)
    .sort((one, other) => one.sample.action - other.sample.action);
  if (times.length === 0) return undefined;
  const hasCells = record.started.cells.length > 1;
  const extras = Object.entries(COLUMN_NAMES).filter(([metric]) =>
    own.some(({ sample }) => sample.metric === metric),
  );
  const rows = times.map((estimate) => {
    const { sample, count } = estimate;
    const extra = extras.map(([metric]) => medianText(own.find((other) => isBeside(other, sample, metric))));
    return [
      calibrationName(sample),
      ...(hasCells ? [cellLabel(record.started, sample.cell)] : []),
      ...statistics(estimate),
      String(count),
      ...extra,
    ];
  });
  return {
    title: "what the harness takes: a part of every time above, and not subtracted",
    header: ["done", ...(hasCells ? ["cell"] : []), ...STATISTICS, "n", ...extras.map(([, name]) => name)],
    firstNumber: hasCells ? 2 : 1,
    rows,
  };
}

/** What was done: `nothing`, `run, line 7`. */
function calibrationName({ keyword, line }: Sample): string {
  if (keyword === "nothing") return keyword;
  return keyword === "host" ? "true on the host" : `${keyword}, line ${line}`;
}

function statistics({ sample, first, median, minimum, maximum }: Estimate): string[] {
  return [first, median, minimum, maximum].map((value) => measured(sample, value));
}

function isBeside({ sample }: Estimate, time: Sample, metric: string): boolean {
  return sample.metric === metric && sample.cell === time.cell && sample.action === time.action;
}

function medianText(estimate: Estimate | undefined): string {
  return estimate === undefined ? "-" : measured(estimate.sample, estimate.median);
}
