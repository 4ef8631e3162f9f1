/** Literal pieces and shell variables, joined without anything between them. */
export type ShellText = readonly (string | ShellVariable)[];

export interface ShellVariable {
  readonly variable: string;
}

/**
 * A text as exactly one bash word, whatever it holds. The only place that quotes.
 *
 * Plain words stay bare; other literals become `'…'`, or `$'…'` where they hold what `'…'` cannot show (control and
 * invisible characters) or what shellcheck takes for a mistake there (`$x`, a quote, a leading `~`). Variables become
 * `"$v_x"`. Double quotes hold only characters that mean nothing in them: bash doubles some control bytes there.
 * @param text a literal, or pieces with variables
 * @throws Error for a NUL byte, which no bash word can hold; 2-check refuses it
 */
export function quote(text: ShellText | string): string {
  const pieces = merge(typeof text === "string" ? [text] : text);
  if (pieces.length === 1 && typeof pieces[0] === "string") return quoteLiteral(pieces[0]);
  let word = "";
  let doubled = "";
  const closeDoubled = () => {
    if (doubled !== "") word += `"${doubled}"`;
    doubled = "";
  };
  pieces.forEach((piece, position) => {
    if (typeof piece !== "string") {
      const next = pieces[position + 1];
      doubled +=
        typeof next === "string" && /^\w/.test(next) ? `\${${piece.variable}}` : `$${piece.variable}`;
    } else if (PLAIN_IN_DOUBLE_QUOTES.test(piece)) {
      doubled += piece;
    } else {
      closeDoubled();
      word += quoteLiteral(piece);
    }
  });
  closeDoubled();
  return word;
}

/** Runs of literals joined, empty ones dropped; the empty text is one empty literal. */
function merge(text: ShellText): ShellText {
  const pieces: ShellText[number][] = [];
  for (const piece of text) {
    const last = pieces.at(-1);
    if (typeof piece === "string" && typeof last === "string") pieces[pieces.length - 1] = last + piece;
    else if (piece !== "") pieces.push(piece);
  }
  return pieces.length === 0 ? [""] : pieces;
}

const BARE = /^[A-Za-z0-9_./:=@%+,-]+$/;

/** Bash takes them for what they are only where a command begins, and readers everywhere. */
const RESERVED = /^(case|coproc|do|done|elif|else|esac|fi|for|function|if|in|select|then|time|until|while)$/;

const PLAIN_IN_DOUBLE_QUOTES = /^[A-Za-z0-9_./:=@%+,;()<>?*|&#'^ -]+$/;

function quoteLiteral(text: string): string {
  if (text.includes("\0")) throw new Error("a bash word cannot hold a NUL byte");
  if (BARE.test(text) && !RESERVED.test(text)) return text;
  const lines = isShownInLines(text);
  if ((lines || !text.includes("\n")) && !needsEscapes(text)) return `'${text}'`;
  return `$'${escapeCharacters(text, lines)}'`;
}

/** Texts of several lines are shown as such, unless a blank at the end of a line would be invisible. */
function isShownInLines(text: string): boolean {
  return /\n[^\n]/.test(text) && !/[ \t](\n|$)/.test(text);
}

/**
 * What cannot be seen or is mistaken for something else: control characters, format characters (zero-width, bidi),
 * separators other than the blank, quotation marks that shellcheck takes for mistyped ones, lone surrogates.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2018-\u201f]|(?! )\p{Zs}/u;

function needsEscapes(text: string): boolean {
  return (
    UNSEEN.test(text.replaceAll("\n", "")) ||
    /'|`|\$[{(0-9A-Za-z_]/.test(text) ||
    text.startsWith("~") ||
    text.endsWith("\\")
  );
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
};

function escapeCharacters(text: string, lines: boolean): string {
  let escaped = "";
  for (const character of text) {
    const named = NAMED_ESCAPES[character];
    if (lines && character === "\n") escaped += character;
    else if (named !== undefined) escaped += named;
    else if (UNSEEN.test(character)) escaped += octal(character);
    else escaped += character;
  }
  return escaped;
}

/** Three digits for each byte, so that digits may follow. */
function octal(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
