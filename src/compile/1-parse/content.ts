import type { Source } from "../../../grammar/source.ts";
import { hiddenCharacter, notText, recipeTooLarge } from "../../diagnostics/files.ts";
import { MAXIMUM_DIAGNOSTICS } from "../../diagnostics/limit.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";

/** Longer than any recipe that was written by hand, and short enough to be answered at once whatever it holds. */
export const MAXIMUM_LENGTH = 2 * 1024 ** 2;

/** Why a text cannot be a recipe at all, or undefined. */
export function findNoRecipe({ file, text, span }: Source): Diagnostic | undefined {
  if (text.length > MAXIMUM_LENGTH) return recipeTooLarge(span(0, 0), text.length, MAXIMUM_LENGTH);
  const match = /[\0\ufffd]/.exec(text);
  if (match === null) return undefined;
  const found = match[0] === "\0" ? "a NUL byte" : "bytes that are not UTF-8";
  return notText(span(match.index, match.index + 1), file, found);
}

/**
 * Characters that show nothing, or show the text around them in another order, wherever they stand.
 * @returns the first of them, and how many there are in all
 */
export function findHiddenCharacters({ text, span }: Source): { first: Diagnostic[]; count: number } {
  const first: Diagnostic[] = [];
  let count = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index === 0 && match[0] === "\ufeff") continue;
    count++;
    if (count > MAXIMUM_DIAGNOSTICS) continue;
    const code = match[0].charCodeAt(0);
    first.push(hiddenCharacter(span(match.index, match.index + 1), code, meaning(code)));
  }
  return { first, count };
}

export function hasHiddenCharacter(text: string): boolean {
  return text.search(HIDDEN) >= 0;
}

function meaning(code: number): string {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return "a control character";
  if (DIRECTIONS.has(code)) return "a character that changes the direction of text";
  return "a character without width";
}

const DIRECTIONS = new Set([
  0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
]);

/** Joiners (U+200C, U+200D) are not among them: scripts and emoji need them. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;
