import type { createColors } from "picocolors";
import { metricName } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import { bar } from "./bar.ts";
import { cellLabel } from "./cell-label.ts";
import { harnessTable } from "./harness.ts";
import { histogram } from "./histogram.ts";
import { type MeasureTable, measureTables } from "./measure-rows.ts";
import { neutralise } from "./neutralise.ts";
import { type Overview, overviews } from "./overview.ts";
import { remarks } from "./remarks.ts";
import { alignTable } from "./table.ts";

type Colors = ReturnType<typeof createColors>;

const BAR_WIDTH = 24;

/** The measures of a report: what each action took and added, with pictures, then every metric. */
export function measureLines(
  report: Report,
  colors: Colors,
  options: { readonly histogram: boolean },
): string[] {
  const found = overviews(report);
  return measureTables(report).flatMap((measure) => [
    "",
    colors.bold(`measure ${neutralise(measure.block)}`),
    ...found
      .filter(({ block }) => block === measure.block)
      .flatMap((overview) => [
        ...overviewLines(overview, colors),
        ...remarks(
          report,
          overview.rows.map(({ estimate }) => estimate),
        ).map((remark) => colors.yellow(`  ${neutralise(remark)}`)),
        ...(options.histogram ? histograms(report, overview, colors) : []),
        "",
      ]),
    ...harnessLines(report, measure.block, colors),
    ...detailLines(measure, colors),
  ]);
}

function overviewLines(overview: Overview, colors: Colors): string[] {
  const { rows, barColumn, header, firstNumber } = overview;
  const most = Math.max(...rows.map(({ estimate }) => estimate.medianInterval?.[1] ?? estimate.median));
  const withBar = (cells: readonly string[], picture: string): string[] => [
    ...cells.slice(0, barColumn),
    picture,
    ...cells.slice(barColumn),
  ];
  const [labels = "", ...lines] = alignTable(
    withBar(header, ""),
    rows.map(({ estimate, cells }) =>
      withBar(cells.map(neutralise), bar(estimate.median, estimate.medianInterval, most, BAR_WIDTH)),
    ),
    { firstNumber, indent: "  " },
  );
  return [`  ${metricName(overview.metric)} of ${neutralise(overview.title)}`, colors.dim(labels), ...lines];
}

function harnessLines(report: Report, block: string, colors: Colors): string[] {
  const harness = harnessTable(report, block);
  if (harness === undefined) return [];
  const [labels = "", ...lines] = alignTable(
    harness.header,
    harness.rows.map((row) => row.map(neutralise)),
    { firstNumber: harness.firstNumber, indent: "  " },
  );
  const notes = harness.notes.map((note) => colors.dim(`  ${neutralise(note)}`));
  return [`  ${harness.title}`, colors.dim(labels), ...lines, ...notes, ""];
}

function histograms(report: Report, overview: Overview, colors: Colors): string[] {
  const { started } = report.record;
  return overview.rows.flatMap(({ estimate }) => {
    const cell = started.cells.length > 1 ? `, ${cellLabel(started, estimate.sample.cell)}` : "";
    const [labels = "", ...lines] = histogram(estimate);
    return [
      "",
      `  ${metricName(overview.metric)} of ${neutralise(`${overview.title}${cell}`)}`,
      colors.dim(labels),
      ...lines,
    ];
  });
}

function detailLines(measure: MeasureTable, colors: Colors): string[] {
  const [header = "", ...rows] = alignTable(
    measure.header,
    measure.rows.map((row) => row.map(neutralise)),
    { firstNumber: measure.firstNumber, indent: "  " },
  );
  return [
    ...(rows.length === 0 ? [] : [colors.dim(header), ...rows]),
    ...measure.notes.map((note) => colors.dim(`  ${neutralise(note)}`)),
  ];
}
