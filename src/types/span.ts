/** A stretch of a recipe's text. Offsets count UTF-16 code units from the start of the file, a BOM included. */
export interface Span {
  /** The file as diagnostics name it: the path that was given, or that an `import` led to. */
  readonly file: string;
  /** Offset of the first code unit. */
  readonly start: number;
  /** Offset after the last code unit; equal to `start` for a place between two characters. */
  readonly end: number;
  /** Line of `start`, counted from 1. */
  readonly line: number;
  /** Column of `start` in code units, counted from 1. */
  readonly column: number;
}

/** A recipe file as it was read. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}
