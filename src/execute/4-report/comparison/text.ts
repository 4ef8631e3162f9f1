import { createColors } from "picocolors";
import type { RunComparison } from "../../../types/run-comparison.ts";
import { excerpt, neutralise } from "../neutralise.ts";
import { alignTable } from "../table.ts";
import { CAUTION, comparisonTable, differenceLines, gateLines } from "./rows.ts";

const LONGEST_LINE_CHARACTERS = 300;

export interface ComparisonTextOptions {
  readonly color: boolean;
  /** Every metric, not only those which most readers want. */
  readonly all: boolean;
}

/** A comparison for a terminal. */
export function comparisonText(comparison: RunComparison, { color, all }: ComparisonTextOptions): string {
  const colors = createColors(color);
  const { baseline, candidates } = comparison;
  const { header, rows, firstNumber, leftOut } = comparisonTable(comparison, all);
  const [labels = "", ...lines] = alignTable(
    header,
    rows.map((row) => row.map(neutralise)),
    {
      firstNumber,
      indent: "  ",
    },
  );
  const gates = comparison.gates.flatMap(gateLines).map(({ outcome, text }) => {
    const paint = { failed: colors.red, held: colors.green, undecided: colors.yellow }[outcome];
    return `${paint(outcome.padEnd("undecided".length))}  ${neutralise(text)}`;
  });
  const differences = differenceLines(comparison).map(
    (line) => `  ${excerpt(line, LONGEST_LINE_CHARACTERS)}`,
  );
  const parts = [
    [
      `baseline   ${neutralise(`${baseline.path}: ${baseline.title}`)}`,
      ...candidates.map(({ path, title }) => `candidate  ${neutralise(`${path}: ${title}`)}`),
    ],
    rows.length === 0 ? ["nothing was measured in both"] : [colors.dim(labels), ...lines],
    leftOut === 0 ? [] : [colors.dim(`  ${leftOut} more of other metrics: --all shows them`)],
    differences.length === 0 ? [] : [colors.bold("differences of the runs"), ...differences],
    [colors.dim(CAUTION)],
    gates,
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}
