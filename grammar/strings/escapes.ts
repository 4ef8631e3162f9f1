const CHARACTERS: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** The character that an escape such as `\n`, `\"` or `\u00e9` stands for. */
export function decodeEscape(sequence: string): string {
  const letter = sequence.charAt(1);
  if (letter === "u") return String.fromCharCode(Number.parseInt(sequence.slice(2), 16));
  return CHARACTERS[letter] ?? letter;
}

/**
 * Whether an escape, followed by `next` (another escape or the empty string), makes a character that a program can
 * be given: not NUL, and a surrogate only as one of a pair. `previous` is the escape or text before it.
 */
export function isPassable(sequence: string, previous: string, next: string): boolean {
  if (sequence.charAt(1) !== "u") return true;
  const code = Number.parseInt(sequence.slice(2), 16);
  if (code === 0) return false;
  if (code >= 0xd800 && code <= 0xdbff) return /^\\u[dD][c-fC-F]/.test(next);
  if (code >= 0xdc00 && code <= 0xdfff) return /^\\u[dD][89abAB]/.test(previous);
  return true;
}
