import { createToken, type IToken, Lexer } from "chevrotain";
import { anyExcept, closingQuote, endOfLine } from "./characters.ts";
import { Blank, BlankAfterBackslash, LineJoin, Newline, Reference } from "./code.ts";

/** Everything that can be part of a command's word. */
export const CommandPiece = createToken({ name: "CommandPiece", pattern: Lexer.NA, label: "a word" });

export const CommandEnd = createToken({
  name: "CommandEnd",
  pattern: Newline.PATTERN as RegExp,
  categories: Newline,
  pop_mode: true,
  label: "the end of the line",
});

/** A `#` is a comment where a word could begin; inside a word it is a character, as in a shell. */
export const CommandComment = createToken({
  name: "CommandComment",
  pattern: (text: string, offset: number, tokens: IToken[]): [string] | null => {
    if (text[offset] !== "#") return null;
    const last = tokens.at(-1);
    const gap = last === undefined ? "" : text.slice(last.startOffset + last.image.length, offset);
    return /[ \t]/.test(gap) ? [text.slice(offset, endOfLine(text, offset))] : null;
  },
  start_chars_hint: ["#"],
  line_breaks: false,
  group: "comments",
});

const BARE_EXCEPT = " \t\r\n'\"\\$|&;<>()*`}";

export const CommandText = createToken({
  name: "CommandText",
  pattern: new RegExp(`[${anyExcept(BARE_EXCEPT)}]+`),
  categories: CommandPiece,
  label: "a word",
});

/** `}` inside a command: a character, unless the line's end shows that it closes the block around the command. */
export const CommandBrace = createToken({ name: "CommandBrace", pattern: "}", categories: CommandPiece });

export const SingleQuoted = createToken({
  name: "SingleQuoted",
  pattern: new RegExp(`'[${anyExcept("'\r\n")}]*'`),
  categories: CommandPiece,
  label: "a word in quotes",
});

/** A quote with the rest of its line, on which nothing closes it. */
export const UnclosedQuote = createToken({
  name: "UnclosedQuote",
  pattern: new RegExp(`['"][${anyExcept("\r\n")}]*`),
  categories: CommandPiece,
  label: "a quote that is not closed",
});

export const CommandEscape = createToken({
  name: "CommandEscape",
  pattern: new RegExp(`\\\\[${anyExcept("\r\n")}]`),
  categories: CommandPiece,
});

export const CommandReference = createToken({
  name: "CommandReference",
  pattern: Reference.PATTERN as RegExp,
  categories: CommandPiece,
  label: "a reference",
});

export const BadCommandReference = createToken({
  name: "BadCommandReference",
  pattern: new RegExp(`\\$\\{[${anyExcept('}"\\\r\n')}]*\\}?`),
  categories: CommandPiece,
  label: "a reference",
});

/** `$NAME`, `$1`, `$(`, and the dollar of `$'…'`: what only a shell would understand. */
export const ShellDollar = createToken({
  name: "ShellDollar",
  pattern: /\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!(-]|(?=['"]))/,
  categories: CommandPiece,
});

export const CommandDollar = createToken({ name: "CommandDollar", pattern: "$", categories: CommandPiece });

/** Characters that only a shell would understand, a run of them as one. */
export const ShellOperator = createToken({
  name: "ShellOperator",
  pattern: /\|+|&+|>+|<+|;+|\*+|`|\(|\)/,
  categories: CommandPiece,
});

export const QuotedOpen = createToken({
  name: "QuotedOpen",
  pattern: (text: string, offset: number): [string] | null =>
    closingQuote(text, offset) === undefined ? null : ['"'],
  start_chars_hint: ['"'],
  line_breaks: false,
  push_mode: "quoted",
  categories: CommandPiece,
  label: '`"`',
});

/** After `$`, up to the end of the line. */
export const COMMAND_TOKENS = [
  Blank,
  CommandEnd,
  CommandComment,
  CommandText,
  CommandBrace,
  SingleQuoted,
  QuotedOpen,
  UnclosedQuote,
  LineJoin,
  BlankAfterBackslash,
  CommandEscape,
  CommandReference,
  BadCommandReference,
  ShellDollar,
  CommandDollar,
  ShellOperator,
];

export const QuotedText = createToken({
  name: "QuotedText",
  pattern: new RegExp(`[${anyExcept('"\\$`\r\n')}]+`),
  categories: CommandPiece,
});

/** Inside double quotes a backslash protects these four and is itself before anything else. */
export const QuotedEscape = createToken({
  name: "QuotedEscape",
  pattern: /\\["\\$`]/,
  categories: CommandPiece,
});

export const QuotedBackslash = createToken({
  name: "QuotedBackslash",
  pattern: "\\",
  categories: CommandPiece,
});

export const QuotedShellDollar = createToken({
  name: "QuotedShellDollar",
  pattern: /\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!(-])/,
  categories: CommandPiece,
});

export const QuotedBacktick = createToken({ name: "QuotedBacktick", pattern: "`", categories: CommandPiece });

export const QuotedClose = createToken({
  name: "QuotedClose",
  pattern: '"',
  pop_mode: true,
  categories: CommandPiece,
  label: '`"`',
});

/** Between `"` and `"` in a command. */
export const QUOTED_TOKENS = [
  QuotedText,
  LineJoin,
  QuotedEscape,
  QuotedBackslash,
  CommandReference,
  BadCommandReference,
  QuotedShellDollar,
  CommandDollar,
  QuotedBacktick,
  QuotedClose,
];
