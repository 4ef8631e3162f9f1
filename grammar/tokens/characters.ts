/**
 * The body of a character class that holds every UTF-16 code unit but `excluded`, as `\uXXXX-\uXXXX` ranges.
 * Chevrotain finds a token by its first character only if classes are written positively: a negated one
 * (`[^"]`) switches that optimisation off for the whole lexer.
 */
export function anyExcept(excluded: string): string {
  const codes = [...new Set(excluded)].map((character) => character.charCodeAt(0)).sort((a, b) => a - b);
  const ranges: string[] = [];
  let next = 0;
  for (const code of [...codes, 0x10000]) {
    if (code > next) ranges.push(`${codeUnit(next)}-${codeUnit(code - 1)}`);
    next = code + 1;
  }
  return ranges.join("");
}

function codeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

/**
 * Where the `"` at `offset` is closed on its own line (a line that `\` joins counts as the same), or undefined.
 * A backslash protects the character after it.
 */
export function closingQuote(text: string, offset: number): number | undefined {
  for (let index = offset + 1; index < text.length; index++) {
    const character = text[index];
    if (character === '"') return index;
    if (character === "\n" || character === "\r") return undefined;
    if (character === "\\") {
      index++;
      if (text[index] === "\r" && text[index + 1] === "\n") index++;
    }
  }
  return undefined;
}

/** The end of the line that holds `offset`: the offset of its line break, or the length of the text. */
export function endOfLine(text: string, offset: number): number {
  for (let index = offset; index < text.length; index++) {
    if (text[index] === "\n" || text[index] === "\r") return index;
  }
  return text.length;
}

/**
 * How far the text after an unclosed `"""` at `offset` reaches: to the end of the last line that is indented more
 * than the line of the quotes. What follows is then read as the recipe again, and its mistakes are found too.
 */
export function endOfIndentedText(text: string, offset: number): number {
  const margin = indentation(text, startOfLine(text, offset));
  let end = endOfLine(text, offset);
  for (;;) {
    const start = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    if (start >= text.length) return end;
    const lineEnd = endOfLine(text, start);
    const indent = indentation(text, start);
    if (start + indent < lineEnd && indent <= margin) return end;
    end = lineEnd;
  }
}

/** The offset of the first character of the line that holds `offset`. */
export function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

function indentation(text: string, start: number): number {
  let index = start;
  while (text[index] === " " || text[index] === "\t") index++;
  return index - start;
}
