import { metricName } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import { cellText } from "./cell-label.ts";
import { harnessTable } from "./harness.ts";
import { codeSpan, escapeText, markdownTable } from "./markdown-parts.ts";
import { measureTables } from "./measure-rows.ts";
import { overviews } from "./overview.ts";
import { duration } from "./quantity.ts";
import { remarks } from "./remarks.ts";
import { environmentText, expectationGroups, problemLines, setUpLines, summary } from "./shared-parts.ts";

/** For an issue or a wiki page: headings, tables and lists that GitHub and others show. */
export function markdownReport(report: Report): string {
  const { record } = report;
  const { started } = record;
  const environment = environmentText(report);
  const found = overviews(report);
  const parts = [
    `## ${[started.recipe, started.title]
      .filter((part) => part !== "")
      .map(escapeText)
      .join(": ")}`,
    `Run ${codeSpan(started.runId)}, ${escapeText(started.startedAt)}${environment === "" ? "" : `, on ${escapeText(environment)}`}.`,
    `**${escapeText(summary(report))}**`,
    blockTable(report),
    failedExpectations(report),
    ...measureTables(report).map((measure) =>
      [
        `### measure ${escapeText(measure.block)}`,
        ...found
          .filter(({ block }) => block === measure.block)
          .flatMap((overview) => [
            `${escapeText(`${metricName(overview.metric)} of ${overview.title}`)}:`,
            markdownTable(
              overview.header,
              overview.rows.map(({ cells }) => cells),
              overview.firstNumber,
            ),
            remarks(
              report,
              overview.rows.map(({ estimate }) => estimate),
            )
              .map((remark) => `- ${escapeText(remark)}`)
              .join("\n"),
          ]),
        ...harnessParts(report, measure.block),
        markdownTable(measure.header, measure.rows, measure.firstNumber),
        measure.notes.map((note) => `- ${escapeText(note)}`).join("\n"),
      ]
        .filter((part) => part !== "")
        .join("\n\n"),
    ),
    setUpLines(report)
      .map((line) => `- ${escapeText(line)}`)
      .join("\n"),
    problemLines(report)
      .map((line) => `- ${escapeText(line)}`)
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function harnessParts(report: Report, block: string): string[] {
  const harness = harnessTable(report, block);
  if (harness === undefined) return [];
  return [
    `${harness.title}:`,
    markdownTable(harness.header, harness.rows, harness.firstNumber),
    harness.notes.map((note) => `- ${escapeText(note)}`).join("\n"),
  ];
}

function blockTable(report: Report): string {
  const hasCells = report.record.started.cells.length > 1;
  const rows = report.record.blocks.map((block) => [
    block.outcome,
    `${block.started.kind} ${block.started.block}`,
    ...(hasCells ? [cellText(report.record.started, block.started.cell)] : []),
    block.durationNs === undefined ? "" : duration(block.durationNs),
  ]);
  if (rows.length === 0) return "";
  const labels = ["outcome", "block", ...(hasCells ? ["cell"] : [])];
  return markdownTable([...labels, "time"], rows, labels.length);
}

function failedExpectations(report: Report): string {
  const items = report.record.blocks.flatMap((block) =>
    expectationGroups(block).map(
      ({ first, failed, judged }) =>
        `- ${escapeText(block.started.block)}, line ${first.judged.line}: ${codeSpan(first.judged.written)}` +
        `${judged > 1 ? ` (${failed} of ${judged} times)` : ""}: ` +
        `expected ${codeSpan(first.judged.expected)}, seen ${codeSpan(first.judged.seen)}`,
    ),
  );
  return items.length === 0 ? "" : `Expectations that did not hold:\n\n${items.join("\n")}`;
}
