import type { ArgumentNode, StatementNode } from "../../grammar/ast.ts";
import {
  BlockClose,
  BlockOpen,
  CommandStart,
  ListClose,
  ListOpen,
  Newline,
  UnclosedString,
} from "../../grammar/tokens/code.ts";
import { tokenize } from "../../grammar/tokens.ts";
import { parseFile } from "../compile/1-parse/parse.ts";
import type { Analysis } from "./analysis.ts";
import { type EnclosingBlock, enclosingBlock } from "./enclosing-block.ts";
import type { Stretch } from "./stretch.ts";

/** Where the cursor is, as completion sees it: what stands before it is whole, what it stands at the end of is not. */
export type Cursor =
  /** In a `${…}`, whose name is being written. */
  | { readonly kind: "reference"; readonly word: Stretch; readonly isShell: boolean }
  | { readonly kind: "keyword"; readonly block: EnclosingBlock; readonly word: Stretch }
  | {
      readonly kind: "argument";
      readonly block: EnclosingBlock;
      readonly keyword: string;
      readonly before: readonly ArgumentNode[];
      /** What is written of the argument so far, without the quote that begins it. */
      readonly word: Stretch;
      readonly isQuoted: boolean;
      /** In a list, what kind of item is decided by the argument that the list is. */
      readonly isInList: boolean;
    };

/**
 * Looks at the text before an offset. What follows it may be missing or belong to something else.
 * @returns undefined where nothing of the recipe's own can be written: in comments, commands and free text
 */
export function cursorAt(analysis: Analysis, offset: number): Cursor | undefined {
  const { text, recipe } = analysis;
  if (recipe.comments.some(({ span }) => span.start < offset && offset <= span.end)) return undefined;
  const inText = textAround(recipe.statements, text, offset);
  const reference = referenceBefore(text, offset, inText === "shell");
  if (reference !== undefined) return reference;
  if (inText !== undefined) return undefined;
  const block = enclosingBlock(text, offset);
  return block === undefined ? undefined : statementCursor(analysis, offset, block);
}

/** `${na` before the cursor; in shell text `$na` as well. */
function referenceBefore(text: string, offset: number, isShell: boolean): Cursor | undefined {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  const match = (isShell ? /\$\{?([A-Za-z0-9_]*)$/ : /\$\{([A-Za-z0-9_.-]*)$/).exec(line);
  if (match === null) return undefined;
  return { kind: "reference", word: { start: offset - (match[1] ?? "").length, end: offset }, isShell };
}

/** Whether the offset is in a text of several lines, and of which kind. */
function textAround(
  statements: readonly StatementNode[],
  text: string,
  offset: number,
): "string" | "shell" | undefined {
  for (const statement of statements) {
    if (offset < statement.span.start || offset > statement.span.end) continue;
    for (const node of statement.arguments.flatMap(withItems)) {
      if (offset <= node.span.start + 3 || offset > node.span.end - 3) continue;
      if (node.kind === "shell") return "shell";
      if (node.kind === "string" && text.startsWith('"""', node.span.start)) return "string";
    }
    return textAround(statement.block?.statements ?? [], text, offset);
  }
  return undefined;
}

function withItems(node: ArgumentNode): ArgumentNode[] {
  return node.kind === "list" ? node.items.flatMap(withItems) : [node];
}

/** The statement that ends at the cursor, from the text of its own lines. */
function statementCursor(
  { text, recipe }: Analysis,
  offset: number,
  block: EnclosingBlock,
): Cursor | undefined {
  const fragment = text.slice(statementLines(recipe.statements, text, offset), offset);
  const { tokens } = tokenize(fragment);
  let from = 0;
  let list = 0;
  let isCommand = false;
  for (const { tokenType, startOffset, image } of tokens) {
    if (tokenType === BlockOpen || tokenType === BlockClose) from = startOffset + image.length;
    if (tokenType === ListOpen) list += 1;
    if (tokenType === ListClose) list -= 1;
    if (tokenType === CommandStart) isCommand = true;
    const isLast = startOffset >= fragment.length;
    if (tokenType === Newline && !isLast && list <= 0) from = startOffset + image.length;
  }
  if (isCommand) return undefined;
  const last = tokens.findLast((token) => token.startOffset < fragment.length);
  const isQuoted = last?.tokenType === UnclosedString;
  const wordStart = isQuoted ? last.startOffset : fragment.search(/[A-Za-z0-9_.%+-]*$/);
  const word = { start: offset - (fragment.length - wordStart) + (isQuoted ? 1 : 0), end: offset };
  const before = fragment.slice(from, wordStart);
  if (before.replace(/\\\r?\n/g, "").trim() === "")
    return isQuoted ? undefined : { kind: "keyword", block, word };
  if (/[^\s,[\]}{]$/.test(before)) return undefined;
  const [statement] = parseFile("", before).recipe.statements;
  if (statement === undefined) return undefined;
  const { keyword, arguments: nodes } = statement;
  const isInList = list > 0;
  // The list that the cursor is in was closed by the parser, at the end of what there is.
  const whole = isInList
    ? nodes.slice(
        0,
        nodes.findLastIndex((node) => node.kind === "list"),
      )
    : nodes;
  return { kind: "argument", block, keyword, before: whole, word, isQuoted, isInList };
}

/** Where the lines of the statement before an offset begin: those that `\` joins to it, a list, or a text belong to it. */
function statementLines(statements: readonly StatementNode[], text: string, offset: number): number {
  const first = statementOver(statements, text, offset);
  let start = text.lastIndexOf("\n", (first ?? offset) - 1) + 1;
  while (/\\\r?\n$/.test(text.slice(Math.max(start - 3, 0), start)))
    start = text.lastIndexOf("\n", start - 2) + 1;
  return start;
}

/** Where a statement begins whose list the offset is in, or one of whose arguments ends in the offset's line. */
function statementOver(
  statements: readonly StatementNode[],
  text: string,
  offset: number,
): number | undefined {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  const reaches = ({ kind, span }: ArgumentNode): boolean =>
    span.start < offset && (span.end > line || (kind === "list" && offset <= span.end));
  const statement = statements.findLast(({ span }) => span.start < offset);
  if (statement === undefined) return undefined;
  return statement.arguments.some(reaches)
    ? statement.span.start
    : statementOver(statement.block?.statements ?? [], text, offset);
}
