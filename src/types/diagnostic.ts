import type { Span } from "./span.ts";

export type Severity = "error" | "warning" | "note";

/** What is wrong with a recipe, as data. The renderer turns it into a code frame, `--json` prints it as it is. */
export interface Diagnostic {
  /** Kebab-case, never changes once released; each code has a page in `src/diagnostics/pages/`. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** What is wrong, in the recipe's own words. Stands alone; never a suggestion. */
  readonly message: string;
  /** What to write instead. */
  readonly help?: string;
  /** Other places that matter, such as the first definition of a duplicate. */
  readonly related?: readonly RelatedSpan[];
  /** A change that mends it, for an editor to offer: all of them together, none over another. */
  readonly edits?: readonly Edit[];
}

/** A stretch of a recipe, and the text to put in its place. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface RelatedSpan {
  readonly span: Span;
  readonly message: string;
}
