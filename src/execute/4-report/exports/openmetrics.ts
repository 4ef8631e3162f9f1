import type { Estimate } from "../../../types/estimate.ts";
import { metricName } from "../../../types/metric.ts";
import type { Report } from "../../../types/report.ts";
import { groupBy } from "../group-by.ts";
import { neutralise } from "../neutralise.ts";
import { baseUnit, subjectsOf } from "./subjects.ts";

interface Statistic {
  readonly name: string;
  readonly meaning: string;
  readonly of: (estimate: Estimate) => number | undefined;
}

const STATISTICS: readonly Statistic[] = [
  { name: "median", meaning: "median", of: ({ median }) => median },
  {
    name: "median_low",
    meaning: "lower end of the 95 % interval of the median",
    of: ({ medianInterval }) => medianInterval?.[0],
  },
  {
    name: "median_high",
    meaning: "upper end of the 95 % interval of the median",
    of: ({ medianInterval }) => medianInterval?.[1],
  },
  { name: "mean", meaning: "mean", of: ({ mean }) => mean },
  { name: "min", meaning: "least value", of: ({ minimum }) => minimum },
  { name: "max", meaning: "greatest value", of: ({ maximum }) => maximum },
  { name: "p95", meaning: "95th percentile", of: ({ percentiles }) => percentiles[95] },
  { name: "first", meaning: "first run", of: ({ first }) => first },
];

const OWN_LABELS = new Set(["recipe", "measure", "action", "cell"]);

/**
 * OpenMetrics text, for Prometheus and others: a gauge for each statistic of each metric, in seconds and bytes, the matrix's values as
 * labels; what the harness itself takes is in families of its own, `ctrc_harness_…`. It holds no times: a textfile collector takes them
 * for those at which it read.
 * @see OpenMetrics 1.0
 */
export function openmetricsExport(report: Report): string {
  const lines = [
    ...families(report, report.estimates, "ctrc"),
    ...families(
      { ...report, record: { ...report.record, samples: report.record.calibrations } },
      report.calibrations,
      "ctrc_harness",
    ),
  ];
  return `${[...lines, "# EOF"].join("\n")}\n`;
}

/** @param prefix of the names of all families */
function families(report: Report, all: readonly Estimate[], prefix: string): string[] {
  const estimates = new Map(all.map((estimate) => [estimate.sample, estimate]));
  const points = subjectsOf(report).flatMap((subject) =>
    [...subject.samples].flatMap(([metric, sample]) => {
      const estimate = estimates.get(sample);
      if (estimate === undefined) return [];
      const labels = labelText({
        recipe: report.record.started.recipe,
        measure: subject.block,
        action: subject.action,
        cell: String(subject.cell),
        ...Object.fromEntries(
          Object.entries(subject.values).map(([name, value]) => [labelName(name), value]),
        ),
      });
      return [{ metric, labels, estimate }];
    }),
  );
  return groupBy(points, ({ metric }) => familyName(prefix, metric)).flatMap((family) => {
    const metric = family[0]?.metric ?? "";
    const name = familyName(prefix, metric);
    return [
      ...STATISTICS.flatMap((statistic) => statisticLines(name, metric, statistic, family)),
      `# TYPE ${name}_runs gauge`,
      `# HELP ${name}_runs ${metricName(metric)}: number of values`,
      ...family.map(({ labels, estimate }) => `${name}_runs${labels} ${estimate.count}`),
    ];
  });
}

function statisticLines(
  name: string,
  metric: string,
  { name: suffix, meaning, of }: Statistic,
  family: readonly { readonly labels: string; readonly estimate: Estimate }[],
): string[] {
  const { name: base, size } = baseUnit(metric);
  const unit = base === "" ? "" : `${base}s`;
  const full = `${name}_${suffix}${unit === "" ? "" : `_${unit}`}`;
  const values = family.flatMap(({ labels, estimate }) => {
    const value = of(estimate);
    return value === undefined ? [] : [`${full}${labels} ${value / size}`];
  });
  if (values.length === 0) return [];
  return [
    `# TYPE ${full} gauge`,
    ...(unit === "" ? [] : [`# UNIT ${full} ${unit}`]),
    `# HELP ${full} ${metricName(metric)}: ${meaning}`,
    ...values,
  ];
}

function familyName(prefix: string, metric: string): string {
  return `${prefix}_${metricName(metric).replace(/[^a-zA-Z0-9]+/g, "_")}`;
}

/** A variable of the matrix as a label that none of ours is called. */
function labelName(name: string): string {
  const label = name.replaceAll("-", "_");
  return OWN_LABELS.has(label) ? `matrix_${label}` : label;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => {
    const escaped = neutralise(value).replace(/[\\"]/g, "\\$&");
    return `${name}="${escaped}"`;
  });
  return `{${parts.join(",")}}`;
}
