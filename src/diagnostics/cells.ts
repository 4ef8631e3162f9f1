/** A character as a terminal shows it. */
export interface Cell {
  readonly shown: string;
  /** Columns that it takes: 0 for what combines with the character before it, 2 for wide ones. */
  readonly width: number;
  /** Where it begins in the line, in code units. */
  readonly start: number;
}

/** Tabs stand at every so many columns. */
const TAB_WIDTH = 4;

/**
 * A line of a recipe as columns. Tabs become blanks; what a terminal would obey, turn round or not show at all is
 * shown as its code point, `<U+202E>`.
 */
export function toCells(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let start = 0;
  for (const character of line) {
    const cell = toCell(character, start, column);
    cells.push(cell);
    column += cell.width;
    start += character.length;
  }
  return cells;
}

function toCell(character: string, start: number, column: number): Cell {
  if (character === "\t") {
    const width = TAB_WIDTH - (column % TAB_WIDTH);
    return { shown: " ".repeat(width), width, start };
  }
  if (UNSEEN.test(character)) {
    const shown = showCodePoint(character);
    return { shown, width: shown.length, start };
  }
  return { shown: character, width: COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1, start };
}

/** Text of which every character can be seen; a line break is none. */
export function showUnseen(text: string): string {
  return text.replace(UNSEEN_ALL, showCodePoint);
}

function showCodePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const UNSEEN_ALL = new RegExp(UNSEEN, "gu");
const COMBINING = /[\p{Mn}\p{Me}\u1160-\u11ff]/u;

/** Emoji, and the blocks that UAX #11 has as wide or full width. */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;
