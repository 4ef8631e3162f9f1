import { excerpt, neutralise } from "./neutralise.ts";

/** A table whose columns from `firstNumber` on are set flush right. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  firstNumber: number,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeText).join(" | ")} |`;
  const rule = header.map((_, column) => (column < firstNumber ? "---" : "---:"));
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** The text as text: nothing in it is a mark of Markdown. */
export function escapeText(text: string): string {
  return neutralise(text).replace(/[\\`*_[\]<>|#&]/g, "\\$&");
}

/** A code span; outside tables, whose cells a pipe would end. */
export function codeSpan(text: string): string {
  // A code span ends only at as many backticks as began it.
  const shown = excerpt(text, 300);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const blank = longest > 0 || shown === "" ? " " : "";
  return `${fence}${blank}${shown}${blank}${fence}`;
}
