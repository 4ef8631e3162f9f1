/**
 * What stands between triple quotes is laid out with the recipe around it; these functions find the part of it that is
 * only layout. They work on the text as written, before escapes are replaced, so that `\n` never looks like a line.
 */

/** The blanks with which every line begins that has anything but blanks, and the last one even if it has not. */
export function commonIndentation(written: string): string {
  const lines = written.split(LINE_BREAK);
  let common: string | undefined;
  for (const [index, line] of lines.entries()) {
    const isFirst = index === 0;
    const isLast = index === lines.length - 1;
    const indentation = leadingBlanks(line);
    if (isFirst || (indentation.length === line.length && !isLast)) continue;
    common = common === undefined ? indentation : commonPrefix(common, indentation);
  }
  return common ?? "";
}

/** Where a stretch of text stands among the lines of the whole. */
export interface StretchPlace {
  /** Its first character is the first of a line. */
  readonly startsLine: boolean;
  /** Nothing follows it. */
  readonly endsText: boolean;
}

/** A stretch of text without its layout: line breaks are `\n`, `indentation` is gone, lines of blanks are empty. */
export function withoutIndentation(stretch: string, indentation: string, place: StretchPlace): string {
  const lines = stretch.split(LINE_BREAK);
  const withoutLayout = lines.map((line, index) => {
    if (index === 0 && !place.startsLine) return line;
    // The last line goes on behind the stretch, with a reference say, unless the stretch ends the text.
    const isComplete = index < lines.length - 1 || place.endsText;
    if (isComplete && leadingBlanks(line).length === line.length) return "";
    return line.slice(indentation.length);
  });
  return withoutLayout.join("\n");
}

/** Text without the rest of the line of the opening quotes, if only blanks stand there. */
export function withoutOpeningLine(text: string): string {
  return text.replace(/^[ \t]*(?:\r\n|\r|\n)/, "");
}

function leadingBlanks(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function commonPrefix(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return left.slice(0, length);
}

const LINE_BREAK = /\r\n|\r|\n/;
