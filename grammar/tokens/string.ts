import { createToken, Lexer } from "chevrotain";
import { anyExcept } from "./characters.ts";
import { LineJoin, Reference } from "./code.ts";

/** Everything that can stand between the quotes. */
export const StringPiece = createToken({ name: "StringPiece", pattern: Lexer.NA, label: "text" });

export const StringText = createToken({
  name: "StringText",
  pattern: new RegExp(`[${anyExcept('"\\$\r\n')}]+`),
  categories: StringPiece,
});

export const Escape = createToken({
  name: "Escape",
  pattern: /\\(?:["\\/bfnrt$]|u[0-9A-Fa-f]{4})/,
  categories: StringPiece,
  label: "an escape",
});

/** A backslash before something that it does not go with. */
export const BadEscape = createToken({
  name: "BadEscape",
  pattern: new RegExp(`\\\\(?:u[0-9A-Fa-f]{0,3}|[\\ud800-\\udbff][\\udc00-\\udfff]|[${anyExcept("\r\n")}])`),
  categories: StringPiece,
  label: "an escape",
});

/** A `$` that begins no reference is a character like any other. */
export const Dollar = createToken({ name: "Dollar", pattern: "$", categories: StringPiece });

export const StringReference = createToken({
  name: "StringReference",
  pattern: Reference.PATTERN as RegExp,
  categories: StringPiece,
  label: "a reference",
});

export const BadStringReference = createToken({
  name: "BadStringReference",
  pattern: new RegExp(`\\$\\{[${anyExcept('}"\\\r\n')}]*\\}?`),
  categories: StringPiece,
  label: "a reference",
});

export const StringClose = createToken({ name: "StringClose", pattern: '"', pop_mode: true, label: '`"`' });

/** Between `"` and `"`. */
export const STRING_TOKENS = [
  StringText,
  LineJoin,
  Escape,
  BadEscape,
  StringReference,
  BadStringReference,
  Dollar,
  StringClose,
];

export const TextText = createToken({
  name: "TextText",
  pattern: new RegExp(`[${anyExcept('"\\$')}]+`),
  categories: StringPiece,
  line_breaks: true,
});

export const TextClose = createToken({
  name: "TextClose",
  pattern: '"""',
  pop_mode: true,
  label: '`"""`',
});

/** One or two quotes inside `"""…"""` are text. */
export const TextQuote = createToken({ name: "TextQuote", pattern: '"', categories: StringPiece });

/** Between `"""` and `"""`. */
export const TEXT_TOKENS = [
  TextText,
  LineJoin,
  Escape,
  BadEscape,
  StringReference,
  BadStringReference,
  Dollar,
  TextClose,
  TextQuote,
];
