import type { BlockName } from "../../grammar/vocabulary/schema.ts";
import type { Span } from "../types/span.ts";

/**
 * A recipe as it is laid out: lines, the parts of each, and every comment at its place. Prettier walks this tree. It is
 * made from the syntax tree and the text by `arrange.ts`.
 */
export interface LayoutRecipe {
  readonly kind: "recipe";
  readonly lines: readonly LayoutLine[];
  readonly span: Span;
}

export interface LayoutBlock {
  readonly kind: "block";
  /** A comment right after `{`. */
  readonly comment: string | undefined;
  readonly lines: readonly LayoutLine[];
  /** It was written on one line, holds one statement and no comment, and so stays on one. */
  readonly isOneLine: boolean;
  readonly span: Span;
}

export type LayoutLine = CommentLine | StatementLine;

export interface CommentLine {
  readonly kind: "comment-line";
  /** An empty line stands before it. */
  readonly hasGap: boolean;
  readonly text: string;
  readonly span: Span;
}

export interface StatementLine {
  readonly kind: "statement-line";
  readonly hasGap: boolean;
  /** Undefined in a block that the language does not have. */
  readonly blockName: BlockName | undefined;
  readonly keyword: string;
  /** The keyword and what follows it, up to the block. */
  readonly parts: readonly Part[];
  readonly block: LayoutBlock | undefined;
  /** A comment at the end of the line. */
  readonly comment: string | undefined;
  readonly span: Span;
}

/** A stretch that is written without a line break between its words, unless it is a list or a text. */
export interface Part {
  readonly kind: "part";
  readonly role: "keyword" | "argument" | "command";
  /** What stood before it, besides blanks. */
  readonly separator: Separator;
  readonly value: LayoutValue;
  readonly span: Span;
}

export interface Separator {
  readonly hasComma: boolean;
  /** A `\` and a line break: what follows stands on a line of its own. */
  readonly isJoined: boolean;
}

export type LayoutValue = Verbatim | IndentedText | LayoutList;

/** What is written as it was. */
export interface Verbatim {
  readonly kind: "verbatim";
  readonly text: string;
  readonly span: Span;
}

/** `"""…"""` or `shell """…"""` over several lines. */
export interface IndentedText {
  readonly kind: "text";
  /** `"""` or `shell """`. */
  readonly opener: string;
  /** What stands on the line of the opening quotes. */
  readonly first: string;
  /** The other lines without the indentation that they share; the closing quotes follow the last. */
  readonly lines: readonly string[];
  /** The blanks before each of them. */
  readonly indentation: string;
  /** For shell text, the bash in it. */
  readonly shell: string | undefined;
  readonly span: Span;
}

export interface LayoutList {
  readonly kind: "list";
  /** As many as were written: who breaks the lines of a list knows why. */
  readonly rows: readonly ListRow[];
  readonly isBroken: boolean;
  /** A comment right after `[`. */
  readonly comment: string | undefined;
  readonly span: Span;
}

export interface ListRow {
  readonly kind: "list-row";
  readonly items: readonly LayoutValue[];
  /** Whether a comma belongs after the last item. */
  readonly hasMore: boolean;
  readonly comment: string | undefined;
  readonly span: Span;
}
