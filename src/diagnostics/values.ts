import type { Diagnostic, RelatedSpan } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { replacing, replacingPart } from "./edits.ts";
import { meantWord } from "./suggest.ts";

type Related = readonly RelatedSpan[] | undefined;

function error(code: string, span: Span, message: string, help: string, related: Related): Diagnostic {
  return { code, severity: "error", span, message, help, ...(related === undefined ? {} : { related }) };
}

/** Digits that are no number of this language: `08`, `1e3`, `-1`, `1_000`. */
export function malformedNumber(span: Span, written: string, help: string, related?: Related): Diagnostic {
  return error("malformed-number", span, `\`${written}\` is not how a number is written`, help, related);
}

/** A number followed by letters that are no unit. */
export function unknownUnit(
  span: Span,
  written: string,
  unit: string,
  candidates: readonly string[],
  help: string | undefined,
  related?: Related,
): Diagnostic {
  const otherwise = "sizes have B, kB, MB, GB, TB or KiB, MiB, GiB, TiB; durations us, ms, s, min, h";
  const word = help === undefined ? meantWord(unit, candidates) : undefined;
  const text = help ?? (word === undefined ? otherwise : `did you mean \`${word}\`?`);
  const isAlone = span.end - span.start === written.length;
  const end = written.length;
  return {
    ...error("unknown-unit", span, `\`${written}\` has the unknown unit \`${unit}\``, text, related),
    ...(word !== undefined && isAlone ? replacingPart(span, end - unit.length, end, word) : {}),
  };
}

/** A number that is too small or too large for its place. */
export function outOfRange(
  span: Span,
  written: string,
  what: string,
  help: string,
  related?: Related,
): Diagnostic {
  return error("out-of-range", span, `\`${written}\` is ${what}`, help, related);
}

/** A fraction where only whole numbers, bytes or nanoseconds exist. */
export function notWhole(
  span: Span,
  written: string,
  of: string,
  help: string,
  related?: Related,
): Diagnostic {
  return error(
    "not-whole",
    span,
    `\`${written}\` is not a whole number${of === "" ? "" : ` of ${of}`}`,
    help,
    related,
  );
}

/** A word or string that does not have the form that its place wants. */
export function malformedValue(
  span: Span,
  written: string,
  noun: string,
  help: string,
  related?: Related,
): Diagnostic {
  return error("malformed-value", span, `\`${written}\` is not ${noun}`, help, related);
}

/** A path in a container that does not begin at its root, or leaves it. */
export function pathNotAbsolute(span: Span, written: string, related?: Related): Diagnostic {
  return error(
    "path-not-absolute",
    span,
    `\`${written}\` is not a path from the container's root`,
    "begin it with `/`, and leave out `.` and `..`",
    related,
  );
}

export function emptyValue(span: Span, owner: string, noun: string, related?: Related): Diagnostic {
  return error(
    "empty-value",
    span,
    `\`${owner}\` takes ${noun}, and this is empty`,
    "write one, or leave out the line",
    related,
  );
}

/** `10..1`, whose end lies before its beginning. */
export function backwardRange(span: Span, written: string, turned: string): Diagnostic {
  const message = `\`${written}\` ends before it begins`;
  return {
    ...error("backward-range", span, message, `write \`${turned}\``, undefined),
    ...replacing(span, turned),
  };
}
