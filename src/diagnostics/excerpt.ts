import type { Span } from "../types/span.ts";
import { type Cell, toCells } from "./cells.ts";

/** The line of a span, and where the span lies in it, in columns. */
export interface Excerpt {
  readonly line: string;
  readonly before: number;
  /** At least 1, so that a place between two characters can be seen too. */
  readonly width: number;
}

/** Columns of a line that are shown; of a longer one, the part around the span. */
const MAXIMUM_WIDTH = 100;
const CONTEXT_WIDTH = 30;

/** A span of several lines is shown on its first. */
export function takeExcerpt(text: string, span: Span): Excerpt {
  const mark = span.start - span.column + 1 === 0 && text.startsWith("\ufeff") ? 1 : 0;
  const lineStart = Math.max(0, span.start - span.column + 1) + mark;
  // Nobody sees more of a line than this, so a line of a megabyte costs no more than any other.
  const from = Math.max(lineStart, span.start - 4 * MAXIMUM_WIDTH);
  const until = Math.max(span.start, from) + 4 * MAXIMUM_WIDTH;
  const line = /^[^\r\n]*/.exec(text.slice(from, until))?.[0] ?? "";
  const isCutBefore = from > lineStart;
  const isCutAfter = line.length === until - from && !/[\r\n]/.test(text[until] ?? "\n");
  const cells = toCells(line);
  const first = indexAt(cells, span.start - from);
  const last = Math.max(first, indexAt(cells, span.end - from));
  const whole = width(cells, 0, cells.length);
  if (!isCutBefore && !isCutAfter && whole <= MAXIMUM_WIDTH) {
    return {
      line: show(cells),
      before: width(cells, 0, first),
      width: Math.max(1, width(cells, first, last)),
    };
  }
  const windowStart = lastFitting(cells, first);
  let windowEnd = windowStart;
  for (let used = 0; windowEnd < cells.length; windowEnd++) {
    used += cells[windowEnd]?.width ?? 0;
    if (used > MAXIMUM_WIDTH) break;
  }
  const before = windowStart > 0 || isCutBefore ? "…" : "";
  const after = windowEnd < cells.length || isCutAfter ? "…" : "";
  return {
    line: `${before}${show(cells.slice(windowStart, windowEnd))}${after}`,
    before: before.length + width(cells, windowStart, first),
    width: Math.max(1, width(cells, first, Math.min(last, windowEnd))),
  };
}

/** The first cell that leaves no more than the context between itself and the span. */
function lastFitting(cells: readonly Cell[], first: number): number {
  let index = first;
  for (let used = 0; index > 0; index--) {
    used += cells[index - 1]?.width ?? 0;
    if (used > CONTEXT_WIDTH) break;
  }
  return index;
}

/** The cell that holds a place in the line, in code units; one behind the last if the line is shorter. */
function indexAt(cells: readonly Cell[], offset: number): number {
  const index = cells.findIndex(({ start }) => start >= offset);
  return index < 0 ? cells.length : index;
}

function width(cells: readonly Cell[], from: number, until: number): number {
  let sum = 0;
  for (let index = from; index < until; index++) sum += cells[index]?.width ?? 0;
  return sum;
}

function show(cells: readonly Cell[]): string {
  return cells.map(({ shown }) => shown).join("");
}
