/**
 * Characters that a reader of a text does not see, or sees in another place: control and format characters (zero-width,
 * bidi, byte order mark), line separators, lone surrogates. A tab is none.
 */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\t)\p{Cc}/gu;

/** A text on one line for a comment: what cannot be seen is written as `\u` escapes. */
export function printable(text: string): string {
  return text.replaceAll("\t", " ").replaceAll(UNSEEN, escapeUnits).trimEnd();
}

/** Whether a line can stand in a comment as it is and be read back the same. */
export function isPlainLine(line: string): boolean {
  return line.search(UNSEEN) < 0 && !/[ \t]$/.test(line);
}

/** A JSON string in which everything can be seen. */
export function printableJson(text: string): string {
  return JSON.stringify(text).replaceAll(UNSEEN, escapeUnits);
}

function escapeUnits(character: string): string {
  let escaped = "";
  for (let unit = 0; unit < character.length; unit++) {
    escaped += `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`;
  }
  return escaped;
}
