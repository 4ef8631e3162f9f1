import type { Report } from "../../types/report.ts";
import { cellText } from "./cell-label.ts";
import { measureTables } from "./measure-rows.ts";
import { excerpt, neutralise } from "./neutralise.ts";
import { overviews } from "./overview.ts";
import { duration, metricName } from "./quantity.ts";
import { remarks } from "./remarks.ts";
import { environmentText, expectationGroups, importLines, problemLines, summary } from "./shared-parts.ts";

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
    `Run ${code(started.runId)}, ${escapeText(started.startedAt)}${environment === "" ? "" : `, on ${escapeText(environment)}`}.`,
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
            table(
              overview.header,
              overview.rows.map(({ cells }) => cells),
              overview.firstNumber,
            ),
            overview.rows
              .flatMap(({ estimate }) => remarks(report, estimate))
              .map((remark) => `- ${escapeText(remark)}`)
              .join("\n"),
          ]),
        table(measure.header, measure.rows, measure.firstNumber),
        measure.notes.map((note) => `- ${escapeText(note)}`).join("\n"),
      ]
        .filter((part) => part !== "")
        .join("\n\n"),
    ),
    importLines(report)
      .map((line) => `- ${escapeText(line)}`)
      .join("\n"),
    problemLines(report)
      .map((line) => `- ${escapeText(line)}`)
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
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
  return table([...labels, "time"], rows, labels.length);
}

function failedExpectations(report: Report): string {
  const items = report.record.blocks.flatMap((block) =>
    expectationGroups(block).map(
      ({ first, failed, judged }) =>
        `- ${escapeText(block.started.block)}, line ${first.judged.line}: ${code(first.judged.written)}` +
        `${judged > 1 ? ` (${failed} of ${judged} times)` : ""}: ` +
        `expected ${code(first.judged.expected)}, seen ${code(first.judged.seen)}`,
    ),
  );
  return items.length === 0 ? "" : `Expectations that did not hold:\n\n${items.join("\n")}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[], firstNumber: number): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeText).join(" | ")} |`;
  const rule = header.map((_, column) => (column < firstNumber ? "---" : "---:"));
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

function escapeText(text: string): string {
  return neutralise(text).replace(/[\\`*_[\]<>|#&]/g, "\\$&");
}

/** Outside tables, whose cells a pipe would end. */
function code(text: string): string {
  // A code span ends only at as many backticks as began it.
  const shown = excerpt(text, 300);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const blank = longest > 0 || shown === "" ? " " : "";
  return `${fence}${blank}${shown}${blank}${fence}`;
}
