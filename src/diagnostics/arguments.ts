import type { Diagnostic, RelatedSpan } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { meant } from "./edits.ts";
import { someOf } from "./lists.ts";

/** A statement or clause that ends before it is whole. */
export function missingArgument(
  span: Span,
  owner: string,
  wanted: string,
  usage: string,
  example: string,
): Diagnostic {
  return {
    code: "missing-argument",
    severity: "error",
    span,
    message: `\`${owner}\` needs ${wanted}`,
    help: `it is written \`${usage}\`, for example \`${example}\``,
  };
}

export function unexpectedArgument(
  span: Span,
  owner: string,
  written: string,
  help: string,
  candidates: readonly string[],
): Diagnostic {
  return {
    code: "unexpected-argument",
    severity: "error",
    span,
    message: `\`${owner}\` has no place for ${written}`,
    ...meant(span, written.replaceAll("`", ""), candidates, help),
  };
}

/** A clause that stands once, and stands twice. */
export function repeatedClause(span: Span, owner: string, clause: string): Diagnostic {
  return {
    code: "repeated-clause",
    severity: "error",
    span,
    message: `\`${clause}\` stands twice in one \`${owner}\``,
    help: "keep one of them",
  };
}

/** A word that is none of those that can stand here. */
export function unknownWord(
  span: Span,
  written: string,
  noun: string,
  candidates: readonly string[],
  related?: readonly RelatedSpan[],
): Diagnostic {
  return {
    code: "unknown-word",
    severity: "error",
    span,
    message: `\`${written}\` is no ${noun}`,
    ...meant(span, written, candidates, `write ${someOf(candidates)}`),
    ...(related === undefined ? {} : { related }),
  };
}

/**
 * A word stands where the statement has a fixed one: `expect stdout …`, `for i in …`.
 * @param isPhrase it is no word: `a string`
 */
export function unexpectedWord(
  span: Span,
  owner: string,
  written: string,
  candidates: readonly string[],
  isPhrase = false,
): Diagnostic {
  return {
    code: "unexpected-word",
    severity: "error",
    span,
    message: `\`${owner}\` does not know ${isPhrase ? written : `\`${written}\``} here`,
    ...meant(span, written, candidates, `write ${someOf(candidates)}`),
  };
}

/** A string where a number is due, a list where a word is due, … */
export function wrongType(
  span: Span,
  owner: string,
  wanted: string,
  found: string,
  help: string,
): Diagnostic {
  return {
    code: "wrong-type",
    severity: "error",
    span,
    message: `\`${owner}\` takes ${wanted}, not ${found}`,
    help,
  };
}

/** A quantity of another dimension, or without its unit. */
export function wrongUnit(
  span: Span,
  owner: string,
  wanted: string,
  found: string,
  help: string,
  related?: readonly RelatedSpan[],
): Diagnostic {
  return {
    code: "wrong-unit",
    severity: "error",
    span,
    message: `\`${owner}\` takes ${wanted}, ${found}`,
    help,
    ...(related === undefined ? {} : { related }),
  };
}
