/**
 * Control characters, which a terminal obeys, and marks of direction, which let a text read as what it is not.
 * Lone surrogates are no characters at all.
 */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u001b": "\\e" };

/** The text on one line, with nothing in it that a terminal would do something about. */
export function neutralise(text: string): string {
  return text.replace(UNSAFE, (character) => NAMED[character] ?? escaped(character, "\\x"));
}

/** The same for JSON, where only what `JSON.stringify` lets through is left to do; the value stays what it is. */
export function neutraliseJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    character === "\n" ? character : escaped(character, undefined),
  );
}

function escaped(character: string, short: string | undefined): string {
  const code = character.charCodeAt(0);
  return short !== undefined && code < 0x100
    ? `${short}${code.toString(16).padStart(2, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** At most so many characters, neutralised; an ellipsis stands for the rest. */
export function excerpt(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length > length
    ? `${neutralise(characters.slice(0, length - 1).join(""))}…`
    : neutralise(text);
}
