import { createToken, Lexer } from "chevrotain";
import { anyExcept, closingQuote, endOfIndentedText, endOfLine } from "./characters.ts";

/** Everything that can be part of a bare word: what is wrong in it is told apart by the parser. */
export const WordPiece = createToken({ name: "WordPiece", pattern: Lexer.NA, label: "a word" });

export const Blank = createToken({ name: "Blank", pattern: /[ \t]+/, group: Lexer.SKIPPED });

/** `\` at the end of a line: the next line belongs to this one. */
export const LineJoin = createToken({
  name: "LineJoin",
  pattern: /\\(?:\r\n|\r|\n)/,
  group: Lexer.SKIPPED,
  label: "`\\` at the end of a line",
});

/** A `\` that was meant to join lines but has blanks after it. */
export const BlankAfterBackslash = createToken({
  name: "BlankAfterBackslash",
  pattern: /\\[ \t]+(?:\r\n|\r|\n)/,
  group: "blanksAfterBackslash",
});

export const Newline = createToken({
  name: "Newline",
  pattern: /\r\n|\r|\n/,
  label: "the end of the line",
});

export const Comment = createToken({
  name: "Comment",
  pattern: new RegExp(`#[${anyExcept("\r\n")}]*`),
  group: "comments",
  label: "a comment",
});

/** A line that begins with the comment sign of another language; what follows is a comment, whatever it holds. */
export const ForeignComment = createToken({
  name: "ForeignComment",
  pattern: (text: string, offset: number): [string] | null => {
    const sign = text.slice(offset, offset + 2);
    if ((sign !== "//" && sign !== "/*") || !beginsLine(text, offset)) return null;
    const end = sign === "/*" ? text.slice(offset, offset + LONG_COMMENT).indexOf("*/") : -1;
    return [text.slice(offset, end < 0 ? endOfLine(text, offset) : offset + end + 2)];
  },
  start_chars_hint: ["/"],
  line_breaks: true,
  categories: WordPiece,
  label: "a comment of another language",
});

/** How far the end of such a comment is looked for, so that a file of openers costs no more than another. */
const LONG_COMMENT = 1000;

function beginsLine(text: string, offset: number): boolean {
  let index = offset - 1;
  while (text[index] === " " || text[index] === "\t") index--;
  return index < 0 || text[index] === "\n" || text[index] === "\r";
}

export const Word = createToken({
  name: "Word",
  pattern: /[A-Za-z0-9_.%+-]+/,
  categories: WordPiece,
  label: "a word",
});

/** `shell """…"""`, whole: its text is raw, so there is nothing to find in it but its end. */
export const Shell = createToken({
  name: "Shell",
  pattern: (text: string, offset: number): [string] | null => {
    const opener = shellOpener(text, offset);
    if (opener === undefined) return null;
    const end = text.indexOf('"""', opener + 3);
    return end < 0 ? null : [text.slice(offset, end + 3)];
  },
  start_chars_hint: ["s"],
  line_breaks: true,
  label: "shell text",
});

export const UnclosedShell = createToken({
  name: "UnclosedShell",
  pattern: (text: string, offset: number): [string] | null => {
    const opener = shellOpener(text, offset);
    return opener === undefined ? null : [text.slice(offset, endOfIndentedText(text, opener))];
  },
  start_chars_hint: ["s"],
  line_breaks: true,
  label: "shell text without its closing quotes",
});

function shellOpener(text: string, offset: number): number | undefined {
  if (!text.startsWith("shell", offset)) return undefined;
  SHELL_OPENER.lastIndex = offset;
  const match = SHELL_OPENER.exec(text);
  return match === null ? undefined : offset + match[0].length - 3;
}

const SHELL_OPENER = /shell(?:[ \t]|\\(?:\r\n|\r|\n))*"""/y;

/** `"""` that has its counterpart further down. */
export const TextOpen = createToken({
  name: "TextOpen",
  pattern: (text: string, offset: number): [string] | null =>
    text.startsWith('"""', offset) && text.includes('"""', offset + 3) ? ['"""'] : null,
  start_chars_hint: ['"'],
  line_breaks: false,
  push_mode: "text",
  label: '`"""`',
});

export const UnclosedText = createToken({
  name: "UnclosedText",
  pattern: (text: string, offset: number): [string] | null =>
    text.startsWith('"""', offset) ? [text.slice(offset, endOfIndentedText(text, offset))] : null,
  start_chars_hint: ['"'],
  line_breaks: true,
  label: 'a text without its closing `"""`',
});

export const StringOpen = createToken({
  name: "StringOpen",
  pattern: (text: string, offset: number): [string] | null =>
    closingQuote(text, offset) === undefined ? null : ['"'],
  start_chars_hint: ['"'],
  line_breaks: false,
  push_mode: "string",
  label: '`"`',
});

/** A `"` with the rest of its line, on which nothing closes it. */
export const UnclosedString = createToken({
  name: "UnclosedString",
  pattern: (text: string, offset: number): [string] | null =>
    text[offset] === '"' ? [text.slice(offset, endOfLine(text, offset))] : null,
  start_chars_hint: ['"'],
  line_breaks: false,
  label: "a string without its closing quote",
});

export const Reference = createToken({
  name: "Reference",
  pattern: /\$\{[A-Za-z0-9_.-]+\}/,
  categories: WordPiece,
  label: "a reference",
});

/** `${` with something other than a name, or the shell's `$name`. */
export const BadReference = createToken({
  name: "BadReference",
  pattern: new RegExp(`\\$\\{[${anyExcept('}"\r\n')}]*\\}?|\\$[A-Za-z0-9_]+\\}?`),
  categories: WordPiece,
  label: "a reference",
});

export const CommandStart = createToken({
  name: "CommandStart",
  pattern: "$",
  push_mode: "command",
  label: "`$`",
});

export const BlockOpen = createToken({ name: "BlockOpen", pattern: "{", label: "`{`" });
export const BlockClose = createToken({ name: "BlockClose", pattern: "}", label: "`}`" });
export const ListOpen = createToken({ name: "ListOpen", pattern: "[", label: "`[`" });
export const ListClose = createToken({ name: "ListClose", pattern: "]", label: "`]`" });
export const Comma = createToken({ name: "Comma", pattern: ",", label: "`,`" });
export const Operator = createToken({ name: "Operator", pattern: /<=|>=|<|>/, label: "a comparison" });

/** Characters that a bare word cannot hold, up to the next one that ends a word. */
export const Misfit = createToken({
  name: "Misfit",
  pattern: new RegExp(`[${anyExcept(' \t\r\n"[]{},<>$\\#')}][${anyExcept(' \t\r\n"[]{},<>$\\')}]*|\\\\`),
  categories: WordPiece,
  label: "characters that need quotes",
});

/** In the order in which they are tried. */
export const CODE_TOKENS = [
  Blank,
  Newline,
  Comment,
  Shell,
  UnclosedShell,
  Word,
  LineJoin,
  BlankAfterBackslash,
  TextOpen,
  UnclosedText,
  StringOpen,
  UnclosedString,
  Reference,
  BadReference,
  CommandStart,
  BlockOpen,
  BlockClose,
  ListOpen,
  ListClose,
  Comma,
  Operator,
  ForeignComment,
  Misfit,
];
