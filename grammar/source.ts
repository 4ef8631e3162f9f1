import type { Span } from "../src/types/span.ts";

/** A recipe's text together with the places of its lines. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** The stretch from `start` up to, not including, `end`; both are held within the text. */
  span(start: number, end: number): Span;
}

/**
 * Lines end with LF, CRLF or a lone CR. A byte order mark belongs to no line, so what follows it is in column 1.
 * Spans are cheap when asked for in the order of the text.
 */
export function createSource(file: string, text: string): Source {
  const lineStarts = findLineStarts(text);
  let line = 0;
  const lineStart = (index: number): number => lineStarts[index] ?? Number.POSITIVE_INFINITY;

  function seek(offset: number): void {
    if (offset < lineStart(line)) line = search(lineStarts, offset);
    while (offset >= lineStart(line + 1)) line++;
  }

  return {
    file,
    text,
    span(start, end) {
      const from = Math.min(start, text.length);
      seek(from);
      const column = Math.max(from - lineStart(line), 0) + 1;
      return { file, start: from, end: Math.max(from, Math.min(end, text.length)), line: line + 1, column };
    },
  };
}

function findLineStarts(text: string): number[] {
  const starts = [text.startsWith("\ufeff") ? 1 : 0];
  LINE_BREAK.lastIndex = 0;
  while (LINE_BREAK.test(text)) starts.push(LINE_BREAK.lastIndex);
  return starts;
}

const LINE_BREAK = /\r\n|\r|\n/g;

/** The last line that starts at or before `offset`; the first if none does. */
function search(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
