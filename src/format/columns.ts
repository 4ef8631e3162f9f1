import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { StatementRow } from "../../grammar/vocabulary/schema.ts";
import { toCells } from "../diagnostics/cells.ts";
import type { StatementLine } from "./layout.ts";

/** How many words of a line, from its keyword on, are followed by blanks up to a column; 0 for most statements. */
export function columnsOf(line: StatementLine): number {
  if (line.block !== undefined) return 0;
  return rowOf(line)?.columns ?? 0;
}

/** What the language puts between two arguments that may be repeated; undefined where that is left to the writer. */
export function repeatedSeparator(line: StatementLine): string | undefined {
  const first = rowOf(line)?.forms[0]?.pattern[0];
  if (first?.kind !== "argument" || first.repeated !== true) return undefined;
  switch (first.type.kind) {
    case "cpus":
      return ",";
    case "word":
      return ", ";
    default:
      return " ";
  }
}

function rowOf({ blockName, keyword }: StatementLine): StatementRow | undefined {
  if (blockName === undefined) return undefined;
  const { statements, open } = vocabulary[blockName];
  return statements.find((row) => row.keyword === keyword) ?? open;
}

/** Columns of a terminal that a text takes. */
export function widthOf(text: string): number {
  return toCells(text).reduce((sum, cell) => sum + cell.width, 0);
}

/**
 * How many blanks to put after the cells of rows that belong together, so that each column of them begins at one place.
 * @param rows a row's cells that are followed by another
 */
export function padding(rows: readonly (readonly string[])[]): number[][] {
  const widths: number[] = [];
  const cells = rows.map((row) => row.map(widthOf));
  for (const row of cells) {
    for (const [column, width] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width);
  }
  return cells.map((row) => row.map((width, column) => (widths[column] ?? width) - width));
}

/**
 * Indexes of neighbours that belong together.
 * @param belongs what an item belongs `to` (undefined: whatever is before it), and whether a stretch begins with it
 *   in any case; undefined if it belongs to none, and so parts those around it
 */
export function stretches<T>(
  items: readonly T[],
  belongs: (item: T) => { readonly to: number | undefined; readonly begins: boolean } | undefined,
): number[][] {
  const found: number[][] = [];
  let current: number[] | undefined;
  let last: number | undefined;
  for (const [index, item] of items.entries()) {
    const place = belongs(item);
    if (place === undefined) {
      current = undefined;
      continue;
    }
    const isOther = last !== undefined && place.to !== undefined && place.to !== last;
    if (current === undefined || place.begins || isOther) {
      current = [];
      found.push(current);
      last = undefined;
    }
    current.push(index);
    last = place.to ?? last;
  }
  return found;
}
