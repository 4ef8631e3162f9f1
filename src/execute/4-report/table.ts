/** Columns of a table: those from `firstNumber` on are set flush right. */
export interface TableOptions {
  readonly firstNumber: number;
  readonly indent: string;
}

/**
 * Aligned lines. A label that repeats the one above is left out, so that groups can be seen.
 * @param rows all as long as `header`, each cell on one line
 */
export function alignTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): string[] {
  const shown = rows.map((row, at) => {
    const above = rows[at - 1];
    let same = above !== undefined;
    return row.map((cell, column) => {
      same &&= column < options.firstNumber && cell === above?.[column];
      return same ? "" : cell;
    });
  });
  const lines = [header, ...shown];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ""))));
  return lines.map((line) =>
    (
      options.indent +
      line
        .map((cell, column) => {
          const blanks = " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell)));
          return column < options.firstNumber ? cell + blanks : blanks + cell;
        })
        .join("  ")
    ).trimEnd(),
  );
}

function width(text: string): number {
  return [...text].length;
}
