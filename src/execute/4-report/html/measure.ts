import type { Estimate } from "../../../types/estimate.ts";
import { MAIN_METRIC, metricName } from "../../../types/metric.ts";
import type { Report } from "../../../types/report.ts";
import type { Sample } from "../../../types/sample.ts";
import { cellLabel } from "../cell-label.ts";
import { groupBy } from "../group-by.ts";
import { harnessTable } from "../harness.ts";
import { type MeasureTable, measureTables } from "../measure-rows.ts";
import { numbersIn, type Overview, overviews } from "../overview.ts";
import { ADDED_METRICS } from "../quantity.ts";
import { remarks } from "../remarks.ts";
import { distribution, type FigureRow } from "./distribution.ts";
import { seriesColor } from "./figure.ts";
import { growth } from "./growth.ts";
import { html, type Markup } from "./markup.ts";
import { noiseDetails } from "./noise.ts";
import { runOrder } from "./run-order.ts";
import { table } from "./table.ts";

/** The measures of a report, each with its overview, figures and every metric. */
export function measureSections(report: Report): Markup[] {
  const found = overviews(report);
  return measureTables(report).map(
    (measure) => html`
<section aria-labelledby="${measureId(measure.block)}">
<h2 id="${measureId(measure.block)}">measure ${measure.block}</h2>
${found.filter(({ block }) => block === measure.block).map((overview) => action(report, overview))}
${harness(report, measure.block)}
${noiseDetails(report, measure.block)}
${allNumbers(measure)}
</section>`,
  );
}

function harness(report: Report, block: string): Markup | undefined {
  const found = harnessTable(report, block);
  if (found === undefined) return undefined;
  const { title, header, rows, firstNumber, notes } = found;
  return html`
<h3>The harness itself</h3>
${table(title, header, rows, firstNumber)}
<p class="sources">${title}.${notes.map((note) => html` ${note[0]?.toUpperCase()}${note.slice(1)}.`)}</p>`;
}

export function measureId(block: string): string {
  return `measure-${block}`;
}

function action(report: Report, overview: Overview): Markup {
  const estimates = report.estimates.filter(
    ({ sample }) => sample.block === overview.block && sample.action === overview.action,
  );
  const metrics = groupBy(estimates, ({ sample }) => sample.metric);
  const main = metrics.find(([first]) => first?.sample.metric === overview.metric) ?? [];
  const others = metrics.filter((group) => group !== main);
  const said = remarks(
    report,
    overview.rows.map(({ estimate }) => estimate),
  );
  return html`
<h3>${overview.title}</h3>
${overviewTable(overview)}
${said.length === 0 ? undefined : html`<ul class="remarks">${said.map((remark) => html`<li>${remark}</li>`)}</ul>`}
${figures(report, main)}
${added(report, metrics)}
${others.map((group) => metricDetails(report, group))}`;
}

/** The overview as a table, each median with a bar and its interval. */
function overviewTable({ rows, header, firstNumber, barColumn, metric }: Overview): Markup {
  const most = Math.max(...rows.map(({ estimate }) => estimate.medianInterval?.[1] ?? estimate.median));
  const withBar = (cells: readonly (string | Markup)[], bar: string | Markup): (string | Markup)[] => [
    ...cells.slice(0, barColumn),
    bar,
    ...cells.slice(barColumn),
  ];
  return table(
    `${metricName(metric)} and what was added`,
    withBar(header, html`<span class="unseen">median as a bar</span>`),
    rows.map(({ estimate, cells }, at) => withBar(cells, barOf(estimate, most, seriesColor(at)))),
    firstNumber,
  );
}

function barOf({ median, medianInterval }: Estimate, most: number, color: string): Markup {
  const width = 120;
  const place = (value: number): string => ((Math.max(0, value) / (most > 0 ? most : 1)) * width).toFixed(1);
  const [low, high] = medianInterval ?? [median, median];
  return html`<svg class="bar" width="${width}" height="14" viewBox="0 0 ${width} 14" aria-hidden="true"><rect width="${place(median)}" height="14" fill="${color}" fill-opacity="0.55"/><rect x="${place(low)}" y="5" width="${(Number(place(high)) - Number(place(low))).toFixed(1)}" height="4" fill="currentColor"/></svg>`;
}

function figures(report: Report, estimates: readonly Estimate[]): Markup | undefined {
  const [first] = estimates;
  if (first === undefined) return undefined;
  const { unit, observed } = numbersIn(first.sample.metric, estimates);
  const rows = figureRows(report, estimates);
  const medians = rows
    .map(({ label, estimate }) => `${label} ${observed(estimate.median)} ${unit.name}`.trim())
    .join("; ");
  const name = metricName(first.sample.metric);
  return html`<div class="figures">${[
    distribution(rows, unit, `Distribution of ${name}. Medians: ${medians}.`),
    runOrder(rows, `${name} by the number of the run. ${driftText(rows)}`),
  ]}</div>`;
}

function driftText(rows: readonly FigureRow[]): string {
  const drifting = rows.filter(({ estimate }) => estimate.drift !== undefined);
  if (drifting.length === 0) return "No drift that chance would not explain.";
  return `Drift: ${drifting
    .map(({ label, estimate }) =>
      `${label} ${(estimate.drift?.correlation ?? 0) > 0 ? "rises" : "falls"}`.trim(),
    )
    .join("; ")}.`;
}

function figureRows(report: Report, estimates: readonly Estimate[]): FigureRow[] {
  const { started } = report.record;
  return estimates.map((estimate) => ({ label: cellLabel(started, estimate.sample.cell), estimate }));
}

/** What containers add up to, of each metric that says what one more adds. */
function added(report: Report, metrics: readonly (readonly Estimate[])[]): Markup | undefined {
  const drawn = metrics
    .filter(([first]) => first !== undefined && isAdded(first.sample))
    .filter((group) => group.every(({ count }) => count > 1))
    .map((group) => {
      const metric = group[0]?.sample.metric ?? "";
      const rows = figureRows(report, group);
      return html`<div><h5>${metricName(metric)}</h5>${growth(rows, metric, `Sum of ${metricName(metric)} against the number of containers.`)}</div>`;
    });
  if (drawn.length === 0) return undefined;
  return html`<details open><summary><h4>Growth with the number of containers</h4></summary><div class="figures">${drawn}</div></details>`;
}

/** Disk space is kept with its container; memory, only as long as a container runs beside the next. */
function isAdded({ metric, keyword }: Sample): boolean {
  return ADDED_METRICS.includes(metric) && (keyword === "start" || !metric.startsWith("memory"));
}

/** One metric behind its name and medians, so that a page with fifty of them can be looked over. */
function metricDetails(report: Report, group: readonly Estimate[]): Markup {
  const metric = group[0]?.sample.metric ?? MAIN_METRIC;
  const { label, observed } = numbersIn(metric, group);
  const rows = figureRows(report, group);
  const medians = rows.map((row) => `${row.label} ${observed(row.estimate.median)}`.trim()).join(" · ");
  const isConstant = group.every(({ minimum, maximum }) => minimum === maximum);
  return html`<details><summary><h4>${label}</h4> <span class="medians">${medians}</span></summary>${
    isConstant ? html`<p>The same in every run.</p>` : figures(report, group)
  }${sources(group.map(({ sample }) => sample))}</details>`;
}

function sources(samples: readonly Sample[]): Markup {
  const from = [...new Set(samples.flatMap((sample) => sample.sources))].join("; ");
  const missing = samples.flatMap((sample) => sample.missing);
  return html`<p class="sources">From ${from}.${missing.map(
    ({ reason, count }) => html` No value in ${count} ${count === 1 ? "run" : "runs"}: ${reason}.`,
  )}</p>`;
}

function allNumbers(measure: MeasureTable): Markup {
  return html`<details><summary><h4>All numbers</h4></summary>${table(
    `Every metric of measure ${measure.block}`,
    measure.header,
    measure.rows,
    measure.firstNumber,
  )}<ul class="sources">${measure.notes.map((note) => html`<li>${note}</li>`)}</ul></details>`;
}
