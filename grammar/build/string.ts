import type { IToken } from "chevrotain";
import type { ShellNode, StringNode } from "../ast.ts";
import { decodeEscape, isPassable } from "../strings/escapes.ts";
import { commonIndentation, withoutIndentation, withoutOpeningLine } from "../strings/indentation.ts";
import { startOfLine } from "../tokens/characters.ts";
import { BadEscape, BadStringReference, Escape, StringReference } from "../tokens/string.ts";
import { type Building, collectPieces, endOf, type Pieces } from "./pieces.ts";

/** `"…"`: the tokens between the quotes. */
export function buildString(building: Building, open: IToken, tokens: IToken[], end: number): StringNode {
  const pieces = collectPieces(building);
  for (const [index, token] of tokens.entries()) {
    if (!addSpecial(building, pieces, tokens, index))
      pieces.text(token.image, token.startOffset, endOf(token));
  }
  return { kind: "string", pieces: pieces.finish(), span: building.source.span(open.startOffset, end) };
}

/** `"""…"""`: the same, with the indentation that only follows the recipe's layout taken out. */
export function buildText(
  building: Building,
  open: IToken,
  tokens: IToken[],
  close: IToken | undefined,
): StringNode {
  const { source } = building;
  const textStart = endOf(open);
  const textEnd = close === undefined ? source.text.length : close.startOffset;
  const indentation = commonIndentation(source.text.slice(textStart, textEnd));
  const pieces = collectPieces(building);
  for (const [index, token] of tokens.entries()) {
    if (addSpecial(building, pieces, tokens, index)) continue;
    const start = token.startOffset;
    const before = source.text[start - 1];
    const place = { startsLine: before === "\n" || before === "\r", endsText: endOf(token) >= textEnd };
    const text = withoutIndentation(token.image, indentation, place);
    pieces.text(index === 0 && start === textStart ? withoutOpeningLine(text) : text, start, endOf(token));
  }
  if (close === undefined) {
    building.problems.push({ kind: "unclosed-text", span: source.span(open.startOffset, textStart) });
  }
  // A `\` at the end of the file joins nothing, and is no part of the text that should have been closed.
  const end = endOf(close ?? tokens.at(-1) ?? open);
  return { kind: "string", pieces: pieces.finish(), span: source.span(open.startOffset, end) };
}

/** A string or text that nothing closes: what stands in it is taken as it is. */
export function buildUnclosedString(building: Building, token: IToken): StringNode {
  const { source } = building;
  const isText = token.image.startsWith('"""');
  const start = token.startOffset;
  const textStart = start + (isText ? 3 : 1);
  if (isText) {
    building.problems.push({ kind: "unclosed-text", span: source.span(start, textStart) });
  } else {
    const opener = findUnclosed(source.text, start);
    building.problems.push({ kind: "unclosed-string", span: source.span(opener, opener + 1) });
  }
  const pieces = collectPieces(building);
  pieces.text(token.image.slice(textStart - start).trimEnd(), textStart, endOf(token));
  return { kind: "string", pieces: pieces.finish(), span: source.span(start, endOf(token)) };
}

/**
 * The quote that its author forgot to close. The last one of the line is left over, but if an earlier string ends after
 * a blank and right before a word, as in `"/srv at "/data" as`, its last quote was meant to open another.
 */
function findUnclosed(text: string, last: number): number {
  const lineStart = startOfLine(text, last);
  for (const match of text.slice(lineStart, last).matchAll(STRING)) {
    const end = lineStart + match.index + match[0].length;
    if (/[ \t]"$/.test(match[0]) && /[^ \t\r\n,\]}]/.test(text[end] ?? "\n")) return lineStart + match.index;
  }
  return last;
}

const STRING = /"(?:[^"\\\r\n]|\\.)*"/g;

export function buildShell(building: Building, token: IToken): ShellNode {
  const written = token.image.slice(token.image.indexOf('"""') + 3, -3);
  return shellNode(building, token, written);
}

export function buildUnclosedShell(building: Building, token: IToken): ShellNode {
  const quotes = token.startOffset + token.image.indexOf('"""');
  building.problems.push({ kind: "unclosed-text", span: building.source.span(quotes, quotes + 3) });
  return shellNode(building, token, building.source.text.slice(quotes + 3, endOf(token)));
}

function shellNode({ source }: Building, token: IToken, written: string): ShellNode {
  const place = { startsLine: false, endsText: true };
  const text = withoutOpeningLine(withoutIndentation(written, commonIndentation(written), place));
  return { kind: "shell", text, span: source.span(token.startOffset, endOf(token)) };
}

/** Adds an escape or a reference; false if the token is plain text. */
function addSpecial(
  { source, problems }: Building,
  pieces: Pieces,
  tokens: IToken[],
  index: number,
): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  const { image, startOffset: start, tokenType } = token;
  const span = () => source.span(start, endOf(token));
  switch (tokenType) {
    case Escape: {
      const isRight = isPassable(image, tokens[index - 1]?.image ?? "", tokens[index + 1]?.image ?? "");
      if (!isRight) problems.push({ kind: "bad-escape", span: span(), sequence: image });
      pieces.text(isRight ? decodeEscape(image) : image, start, endOf(token));
      return true;
    }
    case BadEscape:
      problems.push({ kind: "bad-escape", span: span(), sequence: image });
      pieces.text(image, start, endOf(token));
      return true;
    case StringReference:
      pieces.reference(image, start);
      return true;
    case BadStringReference:
      problems.push({ kind: "bad-reference", span: span(), text: image });
      pieces.text(image, start, endOf(token));
      return true;
    default:
      return false;
  }
}
