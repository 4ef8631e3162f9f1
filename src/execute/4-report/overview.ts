import type { Comparison } from "../../types/comparison.ts";
import type { Estimate } from "../../types/estimate.ts";
import { MAIN_METRIC, metricName } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import type { Sample } from "../../types/sample.ts";
import { cellLabel } from "./cell-label.ts";
import { groupBy } from "./group-by.ts";
import { COLUMN_NAMES, decimalsFor, type Unit, unitFor } from "./quantity.ts";
import { ratioWithInterval, verdictText } from "./ratio.ts";

/** What one action of a measure took, and what it added, a row a cell: what a reader wants to know first. */
export interface Overview {
  readonly block: string;
  readonly action: number;
  /** `start, line 54`, and in how many runs. */
  readonly title: string;
  /** What the bars and the first numbers are of. */
  readonly metric: string;
  readonly header: readonly string[];
  /** The first column that holds numbers. */
  readonly firstNumber: number;
  /** Where among the columns a picture of the median and its interval belongs. */
  readonly barColumn: number;
  readonly rows: readonly OverviewRow[];
}

export interface OverviewRow {
  readonly estimate: Estimate;
  readonly cells: readonly string[];
}

/** An overview for each action of each measure. */
export function overviews(report: Report): Overview[] {
  return groupBy(report.estimates, ({ sample }) => `${sample.action} ${sample.block}`).flatMap((group) => {
    const metric = group.some(({ sample }) => sample.metric === MAIN_METRIC)
      ? MAIN_METRIC
      : group[0]?.sample.metric;
    const main = group.filter(({ sample }) => sample.metric === metric);
    return main[0] === undefined ? [] : [overview(report, group, main, main[0].sample)];
  });
}

function overview(
  report: Report,
  group: readonly Estimate[],
  main: readonly Estimate[],
  sample: Sample,
): Overview {
  const { started } = report.record;
  const hasCells = started.cells.length > 1;
  const { unit, observed } = numbersIn(sample.metric, main);
  const comparisons = main.map((estimate) => comparisonOf(report, estimate.sample));
  const baseline = comparisons.find((found) => found !== undefined)?.baseline;
  const extras = extraColumns(group);
  const rows = main.map((estimate, at) => {
    const { first, median, medianInterval, count } = estimate;
    const interval =
      medianInterval === undefined ? "-" : `${observed(medianInterval[0])} … ${observed(medianInterval[1])}`;
    const relative =
      baseline === undefined ? [] : [relativeText(comparisons[at], estimate.sample === baseline)];
    return {
      estimate,
      cells: [
        ...(hasCells ? [cellLabel(started, estimate.sample.cell)] : []),
        ...[observed(first), observed(median), interval, ...relative, String(count)],
        ...extras.map(({ textOf }) => textOf(estimate.sample.cell)),
      ],
    };
  });
  const withUnit = unit.name === "" ? "" : `, ${unit.name}`;
  return {
    block: sample.block,
    action: sample.action,
    title: `${sample.keyword}, line ${sample.line}`,
    metric: sample.metric,
    header: [
      ...(hasCells ? ["cell"] : []),
      ...[`first${withUnit}`, `median${withUnit}`, "95 % interval"],
      ...(baseline === undefined ? [] : [`relative to ${cellLabel(started, baseline.cell)}`]),
      "n",
      ...extras.map(({ header }) => header),
    ],
    firstNumber: hasCells ? 1 : 0,
    barColumn: hasCells ? 4 : 3,
    rows,
  };
}

/** The comparison that a sample is the candidate of. */
export function comparisonOf(report: Report, sample: Sample): Comparison | undefined {
  return report.comparisons.find(({ candidate }) => candidate === sample);
}

function relativeText(comparison: Comparison | undefined, isBaseline: boolean): string {
  if (isBaseline) return "1";
  if (comparison === undefined) return "-";
  const ratio = ratioWithInterval(comparison);
  return `${ratio === undefined ? "" : `${ratio} `}${verdictText(comparison)}`;
}

/** Medians of what an action added, such as disk space, a column a metric. */
function extraColumns(
  group: readonly Estimate[],
): { readonly header: string; readonly textOf: (cell: number) => string }[] {
  return Object.entries(COLUMN_NAMES).flatMap(([metric, name]) => {
    const found = group.filter(({ sample }) => sample.metric === metric);
    if (found.length === 0) return [];
    const { unit, observed } = numbersIn(metric, found);
    const medians = new Map(found.map(({ sample, median }) => [sample.cell, observed(median)]));
    return [
      {
        header: `${name}${unit.name === "" ? "" : `, ${unit.name}`}`,
        textOf: (cell: number) => medians.get(cell) ?? "-",
      },
    ];
  });
}

/** How the values of a metric are written. */
export interface Numbers {
  readonly unit: Unit;
  /** The metric and its unit. */
  readonly label: string;
  readonly number: (value: number | undefined) => string;
  /** Of what was observed: `< 10` for a value that the clock or counter cannot tell from 0. */
  readonly observed: (value: number | undefined) => string;
}

/** One unit and one number of decimals for all estimates of a metric. */
export function numbersIn(metric: string, estimates: readonly Estimate[]): Numbers {
  const resolutions = estimates.map(({ sample }) => sample.resolution).filter((found) => found !== undefined);
  const resolution = resolutions.length === 0 ? undefined : Math.max(...resolutions);
  const isBelow = (value: number): boolean => resolution !== undefined && Math.abs(value) < resolution;
  // Of values that are mostly 0 the mean tells more about their magnitude.
  const typical = estimates
    .map(({ median, mean }) => (median === 0 ? mean : median))
    .map((value) => (isBelow(value) ? (resolution ?? value) : value));
  const own = estimates[0]?.sample.unit;
  const unit = own === undefined ? unitFor(metric, typical) : { name: own, size: 1 };
  const decimals = decimalsFor(typical, unit, resolution);
  const number = (value: number | undefined): string =>
    value === undefined ? "-" : (value / unit.size).toFixed(decimals);
  return {
    unit,
    label: `${metricName(metric)}${unit.name === "" ? "" : `, ${unit.name}`}`,
    number,
    observed: (value) => (value !== undefined && isBelow(value) ? `< ${number(resolution)}` : number(value)),
  };
}
