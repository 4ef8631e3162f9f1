import type { Estimate } from "../../types/estimate.ts";
import { MAIN_METRIC, metricName } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import type { Sample } from "../../types/sample.ts";
import { cellLabel } from "./cell-label.ts";
import { groupBy } from "./group-by.ts";
import { type Numbers, numbersIn } from "./overview.ts";
import { measured, quantity } from "./quantity.ts";

/** One measure of a report, over all cells. */
export interface MeasureTable {
  readonly block: string;
  readonly header: readonly string[];
  /** The first column that holds numbers. */
  readonly firstNumber: number;
  readonly rows: readonly (readonly string[])[];
  /** Where the values come from, and why some are missing. */
  readonly notes: readonly string[];
}

const STATISTICS = ["first", "median", "95 % interval", "mean", "sd", "min", "max", "n"] as const;

/** A table for each measure: rows by action and metric, and among these by cell, for comparison in one unit. */
export function measureTables(report: Report): MeasureTable[] {
  const blocks = [...new Set(report.record.samples.map((sample) => sample.block))];
  return blocks.map((block) => measureTable(report, block));
}

function measureTable(report: Report, block: string): MeasureTable {
  const samples = report.record.samples.filter((sample) => sample.block === block).sort(byActionTimeFirst);
  const estimates = report.estimates
    .filter((estimate) => estimate.sample.block === block)
    .sort((one, other) => byActionTimeFirst(one.sample, other.sample));
  const actions = new Set(samples.map((sample) => sample.action));
  const hasCells = report.record.started.cells.length > 1;
  const labels = [...(actions.size > 1 ? ["action"] : []), "metric", ...(hasCells ? ["cell"] : [])];
  const groups = groupBy(estimates, (estimate) => groupKey(estimate.sample));
  const rows = groups
    .filter((group) => !isZero(group))
    .flatMap((group) =>
      groupRows(group).map(({ estimate, metric, numbers }) => [
        ...(actions.size > 1 ? [actionText(estimate.sample)] : []),
        metric,
        ...(hasCells ? [cellLabel(report.record.started, estimate.sample.cell)] : []),
        ...numbers,
      ]),
    );
  return {
    block,
    header: [...labels, ...STATISTICS],
    firstNumber: labels.length,
    rows,
    notes: [
      ...zeroNote(groups, actions.size > 1),
      ...notes(report, groupBy(samples, groupKey), actions.size > 1),
    ],
  };
}

/** Many counters, such as of kills, are 0 all the time: a line for all of them says it. */
function isZero(group: readonly Estimate[]): boolean {
  return group.every(({ minimum, maximum }) => minimum === 0 && maximum === 0);
}

/** What has a smallest step and is always below it is not 0, as a count is. */
function zeroNote(groups: readonly (readonly Estimate[])[], hasActions: boolean): string[] {
  const samples = groups.filter(isZero).flatMap(([first]) => (first === undefined ? [] : [first.sample]));
  return groupBy(samples, zeroText).map((same) => {
    const names = same.map((sample) => sampleName(sample, hasActions)).join(", ");
    return `${same[0] === undefined ? "" : zeroText(same[0])} in every run: ${names}`;
  });
}

function zeroText(sample: Sample): string {
  const { resolution } = sample;
  return resolution === undefined ? "0" : `below ${measured(sample, resolution)}, the smallest step,`;
}

function sampleName(sample: Sample, hasActions: boolean): string {
  return `${metricName(sample.metric)}${hasActions ? ` of ${actionText(sample)}` : ""}`;
}

/** What an action took as a whole is what readers look for first; the others stay as they came. */
function byActionTimeFirst(one: Sample, other: Sample): number {
  const rank = ({ metric }: Sample): number => (metric === MAIN_METRIC ? 0 : 1);
  return one.action - other.action || rank(one) - rank(other);
}

function groupKey(sample: Sample): string {
  return `${sample.action} ${sample.metric}`;
}

function actionText(sample: Sample): string {
  return `${sample.keyword}, line ${sample.line}`;
}

function groupRows(
  group: readonly Estimate[],
): { estimate: Estimate; metric: string; numbers: readonly string[] }[] {
  const numbers = numbersIn(group[0]?.sample.metric ?? "", group);
  return group.map((estimate) => ({
    estimate,
    metric: numbers.label,
    numbers: statistics(estimate, numbers),
  }));
}

function statistics(estimate: Estimate, { number, observed }: Numbers): string[] {
  const { first, median, mean, standardDeviation, minimum, maximum, medianInterval, count } = estimate;
  const interval =
    medianInterval === undefined ? "-" : `${observed(medianInterval[0])} … ${observed(medianInterval[1])}`;
  return [
    ...[observed(first), observed(median), interval, number(mean), number(standardDeviation)],
    ...[observed(minimum), observed(maximum), String(count)],
  ];
}

/** Below so many steps of its clock or counter a value says little about differences. */
const FEWEST_STEPS = 20;

function coarseStep(group: readonly Sample[], hasActions: boolean): string[] {
  const [sample] = group;
  const coarsest = Math.max(0, ...group.map(({ resolution }) => resolution ?? 0));
  const values = group.flatMap(({ observations }) => observations.map(Math.abs)).filter((value) => value > 0);
  if (sample === undefined || coarsest === 0 || values.length === 0) return [];
  const fine = values.filter((value) => value >= FEWEST_STEPS * coarsest).length;
  if (2 * fine >= values.length) return [];
  return [`${sampleName(sample, hasActions)}: known in steps of ${quantity(sample.metric, coarsest)} only`];
}

/** Sources with the metrics that come from them, then the reasons for runs without a value. */
function notes(report: Report, groups: readonly (readonly Sample[])[], hasActions: boolean): string[] {
  const metricsBySource = new Map<string, string[]>();
  for (const group of groups) {
    const [sample] = group;
    if (sample === undefined) continue;
    const name = sampleName(sample, hasActions);
    for (const source of new Set(group.flatMap((each) => each.sources))) {
      metricsBySource.set(source, [...(metricsBySource.get(source) ?? []), name]);
    }
  }
  const steps = groups.flatMap((group) => coarseStep(group, hasActions));
  const from = [...metricsBySource].map(
    ([source, names]) => `from ${source}: ${[...new Set(names)].join(", ")}`,
  );
  return [...from, ...steps, ...missingNotes(report, groups.flat(), hasActions)];
}

/** A line for each reason why there is no value, with how many of the runs it is about. */
function missingNotes(report: Report, samples: readonly Sample[], hasActions: boolean): string[] {
  const { started } = report.record;
  const found = samples.flatMap((sample) => {
    const missing = sample.missing.reduce((sum, { count }) => sum + count, 0);
    const runs = sample.observations.length + missing;
    return sample.missing.map(({ reason, count }) => ({
      name: sampleName(sample, hasActions),
      cell: cellLabel(started, sample.cell),
      why: `no value in ${count} of ${runs} runs: ${reason}`,
    }));
  });
  return groupBy(found, ({ why }) => why).flatMap((same) => {
    // What is so of the same metrics in several cells is said once.
    const cells = groupBy(same, ({ cell }) => cell).map((inCell) => ({
      names: inCell.map(({ name }) => name).join(", "),
      cell: inCell[0]?.cell ?? "",
    }));
    return groupBy(cells, ({ names }) => names).map((alike) => {
      const where = started.cells.length > 1 ? ` (${alike.map(({ cell }) => cell).join("; ")})` : "";
      return `${alike[0]?.names ?? ""}${where}: ${same[0]?.why ?? ""}`;
    });
  });
}
