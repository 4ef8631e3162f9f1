import type { Estimate } from "../../types/estimate.ts";
import { MAIN_METRIC } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import type { Sample } from "../../types/sample.ts";
import { cellLabel } from "./cell-label.ts";
import { groupBy } from "./group-by.ts";
import { COLUMN_NAMES, measured } from "./quantity.ts";

/** What the harness itself takes in one measure. */
export interface HarnessTable {
  readonly title: string;
  readonly header: readonly string[];
  /** The first column that holds numbers. */
  readonly firstNumber: number;
  readonly rows: readonly (readonly string[])[];
  /** Why something could not be done, or has no value. */
  readonly notes: readonly string[];
}

const STATISTICS = ["first", "median", "min", "max"] as const;

/** A row for each thing that was done to see what the harness takes, in each cell; undefined where nothing was, as by older scripts. */
export function harnessTable(report: Report, block: string): HarnessTable | undefined {
  const { calibrations, record } = report;
  const own = calibrations.filter(({ sample }) => sample.block === block);
  const times = record.calibrations
    .filter((sample) => sample.block === block && sample.metric === MAIN_METRIC)
    .sort((one, other) => one.action - other.action);
  if (times.length === 0) return undefined;
  const hasCells = record.started.cells.length > 1;
  const extras = Object.entries(COLUMN_NAMES).filter(([metric]) =>
    own.some(({ sample }) => sample.metric === metric),
  );
  const rows = times.map((sample) => {
    const estimate = own.find((other) => other.sample === sample);
    const extra = extras.map(([metric]) => medianText(own.find((other) => isBeside(other, sample, metric))));
    return [
      calibrationName(sample),
      ...(hasCells ? [cellLabel(record.started, sample.cell)] : []),
      ...statistics(estimate),
      String(sample.observations.length),
      ...extra,
    ];
  });
  return {
    title: "what the harness takes with nothing to do: not subtracted from the times above",
    header: ["done", ...(hasCells ? ["cell"] : []), ...STATISTICS, "n", ...extras.map(([, name]) => name)],
    firstNumber: hasCells ? 2 : 1,
    rows,
    notes: notes(report, times),
  };
}

/** What was done: `nothing`, `null container box $ /bin/true`, `run, line 7`. */
function calibrationName({ keyword, line, written }: Sample): string {
  if (keyword === "nothing") return keyword;
  if (written !== undefined) return `null container ${written}`;
  return keyword === "host" ? "true on the host" : `${keyword}, line ${line}`;
}

function statistics(estimate: Estimate | undefined): string[] {
  if (estimate === undefined) return STATISTICS.map(() => "-");
  const { sample, first, median, minimum, maximum } = estimate;
  return [first, median, minimum, maximum].map((value) => measured(sample, value));
}

/** A line for what is missing for one reason, with the cells in which it is. */
function notes({ record: { started } }: Report, times: readonly Sample[]): string[] {
  const lacks = times.flatMap((sample) => sample.missing.map(({ reason }) => ({ sample, reason })));
  return groupBy(lacks, ({ sample, reason }) => `${calibrationName(sample)}: ${reason}`).map((group) => {
    const [first] = group;
    if (first === undefined) return "";
    const name = calibrationName(first.sample);
    const cells = group.map(({ sample }) => cellLabel(started, sample.cell)).join(", ");
    return `no value of ${name}${started.cells.length > 1 ? ` (${cells})` : ""}: ${first.reason}`;
  });
}

function isBeside({ sample }: Estimate, time: Sample, metric: string): boolean {
  return sample.metric === metric && sample.cell === time.cell && sample.action === time.action;
}

function medianText(estimate: Estimate | undefined): string {
  return estimate === undefined ? "-" : measured(estimate.sample, estimate.median);
}
