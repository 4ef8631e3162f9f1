import type { Diagnostic, RelatedSpan } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { replacing, replacingPart } from "./edits.ts";

// What can be wrong with the shape of a recipe, before any of its words is looked up.

function error(code: string, span: Span, message: string, help: string, related?: RelatedSpan[]): Diagnostic {
  const places = related === undefined || related.length === 0 ? {} : { related };
  return { code, severity: "error", span, message, help, ...places };
}

/** A `"` that its line does not close. */
export const unclosedString = (span: Span): Diagnostic =>
  error(
    "unclosed-string",
    span,
    "the string that begins here is not closed",
    'end it with `"` on the same line; text of several lines stands between `"""` and `"""`',
  );

/** A `"""` without its counterpart. */
export const unclosedText = (span: Span): Diagnostic =>
  error(
    "unclosed-text",
    span,
    "the text that begins here is not closed",
    'end it with `"""` on a line of its own',
  );

/** A quote in a command that its line does not close. */
export const unclosedQuote = (span: Span, quote: string): Diagnostic =>
  error(
    "unclosed-quote",
    span,
    "the quote that begins here is not closed",
    `end it with \`${quote}\` on the same line, or write \`\\${quote}\` for the character itself`,
  );

/**
 * A `{` without its `}`.
 * @param misread a `}` that was taken for a word of a command
 * @param before what stands where the block must have ended
 */
export function unclosedBlock(span: Span, misread: Span | undefined, before: Span | undefined): Diagnostic {
  const related: RelatedSpan[] = [];
  if (misread !== undefined) related.push({ span: misread, message: "this `}` is a word of the command" });
  else if (before !== undefined) related.push({ span: before, message: "the `}` is missing before this" });
  const help =
    misread === undefined
      ? "write `}` on a line of its own where the block ends"
      : "put the `}` on a line of its own: a command goes on to the end of its line";
  return error("unclosed-block", span, "the block that begins here is not closed", help, related);
}

/** A `[` without its `]`. */
export const unclosedList = (span: Span): Diagnostic =>
  error("unclosed-list", span, "the list that begins here is not closed", "write `]` where the list ends");

/** A closer that has nothing to close. */
export const strayBracket = (span: Span, bracket: "}" | "]"): Diagnostic => ({
  ...error(
    "stray-bracket",
    span,
    `this \`${bracket}\` closes nothing`,
    `remove it, or write the \`${bracket === "}" ? "{" : "["}\` that it is to close`,
  ),
  ...replacing(span, ""),
});

/** A `}` that ends a list, or a `]` that ends a block. */
export const mismatchedBracket = (span: Span, wanted: "}" | "]", opener: Span): Diagnostic => ({
  ...error(
    "mismatched-bracket",
    span,
    wanted === "]" ? "a list does not end with `}`" : "a block does not end with `]`",
    `write \`${wanted}\``,
    [{ span: opener, message: `this is what it would close` }],
  ),
  ...replacing(span, wanted),
});

/** More blocks and lists inside one another than the parser takes. */
export const nestedTooDeeply = (span: Span, levels: number): Diagnostic =>
  error(
    "nested-too-deeply",
    span,
    `blocks and lists are nested more than ${levels} deep`,
    "no statement needs that many levels: look for a `{` or `[` that is not meant",
  );

/** A backslash in a string before something that it does not go with. */
export function badEscape(span: Span, sequence: string): Diagnostic {
  if (/^\\u0000$/.test(sequence)) {
    const message = "a string cannot hold the character `\\u0000`";
    return error("bad-escape", span, message, "leave it out: no program can be given that character");
  }
  if (/^\\u[0-9A-Fa-f]{4}$/.test(sequence)) {
    const help = "write both halves of the pair, such as `\\ud83d\\ude00`, or the character itself";
    return error("bad-escape", span, `\`${sequence}\` is only half of a character`, help);
  }
  if (sequence.startsWith("\\u")) {
    const help = "write four digits of 0–9 and a–f, such as `\\u00e9`";
    return error("bad-escape", span, "`\\u` is not followed by four hexadecimal digits", help);
  }
  const help =
    'the escapes are `\\"` `\\\\` `\\/` `\\$` `\\b` `\\f` `\\n` `\\r` `\\t` and `\\uXXXX`; write `\\\\` for a backslash';
  return {
    ...error("bad-escape", span, `\`${sequence}\` is no escape`, help),
    ...replacingPart(span, 0, 0, "\\"),
  };
}

/** `${` with something other than a name up to its `}`, or the `$name` of a shell. */
export function badReference(span: Span, written: string): Diagnostic {
  const text = shorten(written, written.endsWith("}") ? "…}" : "…");
  if (!text.startsWith("${")) {
    const name = /^\$[0-9]/.test(text) ? "name" : text.slice(1).replace("}", "");
    const help = `a value of the recipe is written \`\${${name}}\`; a command has a blank after its \`$\``;
    const wasName = text === written && name !== "name";
    return {
      ...error("bad-reference", span, `\`${text}\` is no reference`, help),
      ...(wasName ? replacing(span, `\${${name}}`) : {}),
    };
  }
  const name = /^\$\{([A-Za-z0-9_.-]+)/.exec(text)?.[1];
  if (!text.endsWith("}")) {
    return {
      ...error(
        "bad-reference",
        span,
        "the reference that begins here is not closed",
        `write \`\${${name ?? "name"}}\``,
      ),
      ...(name !== undefined && written === `\${${name}` ? replacing(span, `${written}}`) : {}),
    };
  }
  if (text === "${}") {
    return error(
      "bad-reference",
      span,
      "the reference names nothing",
      "write the name between the braces, such as `${rounds}`",
    );
  }
  const isShell = /^\$\{[A-Za-z0-9_.-]+[:#%/^,@]/.test(text);
  return error(
    "bad-reference",
    span,
    `\`${text}\` is no reference: only a name stands between the braces`,
    `write \`\${${name ?? "name"}}\`${isShell ? '; what bash does with a value needs `shell """…"""`' : ""}`,
  );
}

/** A bare word with characters that only a string can have. */
export function unquotedText(span: Span, text: string): Diagnostic {
  const isShort = shorten(text) === text;
  const help = isShort ? `write \`"${text}"\`` : 'put it between `"` and `"`';
  return {
    ...error("unquoted-text", span, `\`${shorten(text)}\` has characters that need quotes`, help),
    ...(/["\\]/.test(text) ? {} : replacing(span, `"${text}"`)),
  };
}

/** A character that other languages have at this place. */
export function unexpectedCharacter(span: Span, text: string): Diagnostic {
  const known = FOREIGN.find(({ pattern }) => pattern.test(text));
  const message = known?.message ?? `\`${shorten(text)}\` has no meaning here`;
  const help = known?.help ?? "leave it out, or put the value in quotes";
  return {
    ...error("unexpected-character", span, message, help),
    ...(known?.instead === undefined ? {} : replacing(span, known.instead)),
  };
}

interface Foreign {
  readonly pattern: RegExp;
  readonly message?: string;
  readonly help: string;
  /** What stands in its place in this language. */
  readonly instead?: string;
}

const FOREIGN: readonly Foreign[] = [
  { pattern: /^[!=]=$/, help: "say `is`, `not` or `contains`, or compare numbers with `<` `<=` `>` `>=`" },
  {
    pattern: /^[=:]+$/,
    help: "a value follows its keyword after a blank, as in `memory.max 2GB`",
    instead: " ",
  },
  {
    pattern: /^;+$/,
    help: "a statement ends where its line ends: leave it out, or begin a new line",
    instead: "",
  },
  { pattern: /^\/\/$/, help: "a comment begins with `#`", instead: "#" },
  { pattern: /^(?:\/\/|\/\*|\*\/)/, help: "a comment begins with `#`" },
  { pattern: /^['‘’]$/, help: 'a string stands between `"` and `"`' },
  {
    pattern: /^[“”«»„]$/,
    message: "this quote is not the one that begins a string",
    help: 'write the plain `"`',
    instead: '"',
  },
  {
    pattern: /^[–—−]+$/,
    message: "this dash is not the one that words have",
    help: "write the plain `-`",
    instead: "-",
  },
  {
    pattern: /^\\$/,
    help: "a `\\` joins two lines at the end of the first, and protects a character in a string or command",
  },
  {
    pattern: /^[\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+$/,
    message: "this looks like a blank and is none",
    help: "write a plain blank",
    instead: " ",
  },
];

/** A line that begins with something that is no keyword. */
export function missingKeyword(span: Span, text: string): Diagnostic {
  if (text === "{") {
    return error(
      "missing-keyword",
      span,
      "this block belongs to no statement",
      "write its keyword before the `{`, on the same line",
    );
  }
  const message = `a statement begins with a keyword, and \`${shorten(text)}\` is none`;
  const help =
    text === "," || text.startsWith("[")
      ? "an argument stands on the line of its keyword; `\\` at the end of a line joins the next one to it"
      : "begin the line with a word such as `run` or `memory.max`; `\\` at the end of a line joins the next one to it";
  return error("missing-keyword", span, message, help);
}

/** Something on the line of a block after its `}`. */
export const missingLineEnd = (span: Span): Diagnostic => ({
  ...error("missing-line-end", span, "a statement ends with the `}` of its block", "begin a new line here"),
  ...replacingPart(span, 0, 0, "\n"),
});

/** A `$` with nothing after it. */
export const emptyCommand = (span: Span): Diagnostic =>
  error(
    "empty-command",
    span,
    "no command follows this `$`",
    "write the program and its arguments, such as `$ sleep 1`",
  );

/** An unquoted character that only a shell would understand. */
export function shellOperator(span: Span, written: string): Diagnostic {
  const sign = written.startsWith("`") ? "a backtick" : `\`${shorten(written)}\``;
  return error(
    "shell-operator",
    span,
    `a command is no shell line: ${sign} ${OPERATORS[written] ?? OPERATORS[written.charAt(0)]}`,
    `put it in single quotes if the program is to get it, or give the line to a shell with ${SHELL}`,
  );
}

const SHELL = '`shell """…"""`';

/** What each sign does not do, by the whole of it or else by its first character. */
const OPERATORS: Readonly<Record<string, string>> = {
  "|": "passes its output to no other",
  "||": "joins no second command to it",
  "&": "puts nothing in the background",
  "&&": "joins no second command to it",
  ";": "begins no second command",
  ">": "writes its output to no file",
  "<": "reads its input from no file",
  "*": "does not stand for the names of files",
  "(": "opens no subshell",
  ")": "closes no subshell",
  "`": "puts no output in its place",
};

/** `$NAME`, `$1`, `$(`, or a `$` before a quote: what only a shell would replace. */
export function shellVariable(span: Span, written: string): Diagnostic {
  if (written === "$") {
    const message = "a command is no shell line: a `$` before a quote has no meaning";
    return error("shell-variable", span, message, "leave it out, or write `\\$` for the character itself");
  }
  const text = shorten(written);
  const name = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1];
  const reference = name === undefined ? "" : `\`\${${name}}\` for a value of the recipe, `;
  return error(
    "shell-variable",
    span,
    `a command is no shell line: ${text.endsWith("(") ? "the output of a command has no place in it" : `\`${text}\` has no value here`}`,
    `write ${reference}\`\\$\` for the character itself, or give the line to a shell with ${SHELL}`,
  );
}

/** Blanks between a `\` and the end of its line. */
export const blankAfterBackslash = (span: Span): Diagnostic =>
  error(
    "blank-after-backslash",
    span,
    "blanks follow this `\\`, so it joins no lines",
    "remove the blanks at the end of the line",
  );

/** The user's own text, short enough to stand in a sentence. */
function shorten(text: string, ellipsis = "…"): string {
  return text.length <= 40 ? text : `${text.slice(0, 40 - ellipsis.length)}${ellipsis}`;
}
