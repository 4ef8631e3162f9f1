import type { RunComparison } from "../../../types/run-comparison.ts";
import { escapeText, markdownTable } from "../markdown-parts.ts";
import { CAUTION, comparisonTable, differenceLines, gateLines } from "./rows.ts";

const SIGNS = { failed: "❌ failed", held: "✅ held", undecided: "❔ undecided" } as const;

/** A comparison for an issue or for the summary of a job. */
export function comparisonMarkdown(comparison: RunComparison, all: boolean): string {
  const { baseline, candidates, gates } = comparison;
  const { header, rows, firstNumber, leftOut } = comparisonTable(comparison, all);
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");
  const differences = differenceLines(comparison).map(escapeText);
  const parts = [
    `## Compared with ${escapeText(baseline.path)}`,
    list([
      `baseline: ${escapeText(`${baseline.path}: ${baseline.title}`)}`,
      ...candidates.map(({ path, title }) => `candidate: ${escapeText(`${path}: ${title}`)}`),
    ]),
    list(gates.flatMap(gateLines).map(({ outcome, text }) => `${SIGNS[outcome]}: ${escapeText(text)}`)),
    rows.length === 0 ? "Nothing was measured in both." : markdownTable(header, rows, firstNumber),
    leftOut === 0 ? "" : `${leftOut} more of other metrics.`,
    differences.length === 0
      ? ""
      : `<details>\n<summary>Differences of the runs (${differences.length})</summary>\n\n${list(differences)}\n\n</details>`,
    `${escapeText(CAUTION)}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
