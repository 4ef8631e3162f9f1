import type { IToken } from "chevrotain";
import type { StringNode, WordNode } from "../ast.ts";
import { BadReference, ForeignComment, Misfit, Reference, Word } from "../tokens/code.ts";
import { type Building, collectPieces, endOf, textNode } from "./pieces.ts";

/** A keyword with what was written against it without a blank, as in `size=4GiB`. */
export interface Opening {
  /** Undefined if the statement begins with something that is no keyword. */
  readonly keyword: { readonly text: string; readonly start: number } | undefined;
  readonly argument: WordNode | StringNode | undefined;
}

/** The first word of a statement. */
export function buildOpening(building: Building, tokens: IToken[]): Opening {
  const [first] = tokens;
  if (first === undefined) return { keyword: undefined, argument: undefined };
  if (first.tokenType === ForeignComment) {
    reportForeign(building, first.startOffset, first.image.slice(0, 2));
    return buildOpening(building, tokens.slice(1));
  }
  const keyword = first.tokenType === Word ? { text: first.image, start: first.startOffset } : undefined;
  if (keyword !== undefined && tokens.length === 1) return { keyword, argument: undefined };
  if (keyword !== undefined && ASSIGNMENT.test(tokens[1]?.image ?? "")) {
    return { keyword, argument: buildWord(building, tokens.slice(1)) };
  }
  const { source, problems } = building;
  const text = written(building, tokens);
  const start = first.startOffset;
  const foreign = FOREIGN_OPENING.exec(text)?.[0];
  if (foreign !== undefined) {
    reportForeign(building, start, foreign);
  } else {
    problems.push({ kind: "missing-keyword", span: source.span(start, start + text.length), text });
  }
  return { keyword: undefined, argument: undefined };
}

/** A statement that begins with a string, a list, an operator or a comma. */
export function buildMissingOpening({ source, problems }: Building, first: IToken, last: IToken): Opening {
  const start = first.startOffset;
  const end = endOf(last);
  const text = source.text.slice(start, end);
  problems.push({ kind: "missing-keyword", span: source.span(start, end), text });
  return { keyword: undefined, argument: undefined };
}

/** Undefined if the word has no meaning at all, such as a lone `=`. */
export function buildWord(building: Building, tokens: IToken[]): WordNode | StringNode | undefined {
  const { source, problems } = building;
  const [first] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const start = first.startOffset;
  const end = endOf(last);
  if (first.tokenType === ForeignComment) {
    reportForeign(building, start, first.image.slice(0, 2));
    return buildWord(building, tokens.slice(1));
  }
  if (tokens.length === 1 && first.tokenType === Word) {
    return {
      kind: "word",
      pieces: [textNode(source, first.image, start, end)],
      span: source.span(start, end),
    };
  }
  if (tokens.some((token) => token.tokenType === Misfit)) return buildMisfit(building, tokens);
  const pieces = collectPieces(building);
  for (const token of tokens) {
    if (token.tokenType === Reference) pieces.reference(token.image, token.startOffset);
    else pieces.text(token.image, token.startOffset, endOf(token));
    if (token.tokenType !== BadReference) continue;
    const span = source.span(token.startOffset, endOf(token));
    problems.push({ kind: "bad-reference", span, text: token.image });
  }
  return { kind: "word", pieces: pieces.finish(), span: source.span(start, end) };
}

/** A word with characters that only quotes make legal: read as if it had them, or without a character of other languages. */
function buildMisfit(building: Building, tokens: IToken[]): WordNode | StringNode | undefined {
  const { source, problems } = building;
  const text = written(building, tokens);
  const start = tokens[0]?.startOffset ?? 0;
  const foreign = FOREIGN.exec(text);
  if (foreign === null) {
    const span = source.span(start, start + text.length);
    problems.push({ kind: "unquoted-text", span, text });
    const pieces = collectPieces(building);
    for (const token of tokens) {
      if (token.tokenType === Reference) pieces.reference(token.image, token.startOffset);
      else pieces.text(token.image, token.startOffset, endOf(token));
    }
    return { kind: "string", pieces: pieces.finish(), span };
  }
  const at = start + foreign.index;
  const character = foreign[0];
  reportForeign(building, at, character);
  const before = text.slice(0, foreign.index);
  const rest = before === "" ? text.slice(character.length) : before;
  if (!BARE_WORD.test(rest)) return undefined;
  const restStart = before === "" ? at + character.length : start;
  const piece = textNode(source, rest, restStart, restStart + rest.length);
  return { kind: "word", pieces: [piece], span: piece.span };
}

function reportForeign({ source, problems }: Building, start: number, text: string): void {
  problems.push({ kind: "unexpected-character", span: source.span(start, start + text.length), text });
}

function written({ source }: Building, tokens: IToken[]): string {
  const last = tokens.at(-1);
  return source.text.slice(tokens[0]?.startOffset ?? 0, last === undefined ? 0 : endOf(last));
}

const ASSIGNMENT = /^[=:]/;

/** What other languages have there: signs between a keyword and its value, ends of statements, other quotes. */
const FOREIGN =
  /^[=:]+|^[!=]=|;+$|^;+|^['‘’“”«»„]|[‘’“”]|[\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+|[–—−]+|\\/;
const FOREIGN_OPENING = /^(?:;+|['‘’“”«»„]|\\)|[\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]+/;
const BARE_WORD = /^[A-Za-z0-9_.%+-]+$/;
