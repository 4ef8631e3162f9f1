import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { meantWord } from "./suggest.ts";

/** What a diagnostic has for its mending: nothing, or one edit. */
export type Mending = Pick<Diagnostic, "edits">;

export function replacing(span: Span, text: string): Mending {
  return { edits: [{ span, text }] };
}

/** The same for a part of a span; offsets count from its start. It must lie on the span's first line. */
export function replacingPart(span: Span, from: number, to: number, text: string): Mending {
  return replacing(
    { ...span, start: span.start + from, end: span.start + to, column: span.column + from },
    text,
  );
}

/**
 * The help for a word that is none of those that can stand here, and the edit that goes with it.
 * @param span where the word stands, perhaps in quotes, which stay
 * @param otherwise the help when no candidate is near
 */
export function meant(
  span: Span,
  written: string,
  candidates: readonly string[],
  otherwise: string,
): Pick<Diagnostic, "help" | "edits"> {
  const word = meantWord(written, candidates);
  if (word === undefined) return { help: otherwise };
  const quotes = (span.end - span.start - written.length) / 2;
  const isPlain = quotes === 0 || quotes === 1;
  const edits = isPlain ? replacingPart(span, quotes, quotes + written.length, word) : {};
  return { help: `did you mean \`${word}\`?`, ...edits };
}
