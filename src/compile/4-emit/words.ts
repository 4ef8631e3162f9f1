import type { Text } from "../../types/text.ts";
import { lookUp } from "./names.ts";
import { quote, type ShellText } from "./quote.ts";

/** One call of a runtime function: its name, then groups of words that stay together when a line is broken. */
export interface Call {
  readonly name: string;
  readonly groups: readonly (readonly string[])[];
  /** One group a line, however short. */
  readonly spread?: boolean;
}

/** Makes the words of one step's calls, and the lines that must stand before them. */
export class Words {
  /** They fill variables that the words mention. */
  readonly before: string[] = [];

  /** @returns the text as one bash word */
  word(text: Text | string): string {
    return quote(typeof text === "string" ? text : this.#shellText(text));
  }

  words(texts: readonly (Text | string)[]): string[] {
    return texts.map((text) => this.word(text));
  }

  #shellText(text: Text): ShellText {
    return text.map((piece) => {
      if (typeof piece === "string") return piece;
      const { variable, lines } = lookUp(piece);
      for (const line of lines) if (!this.before.includes(line)) this.before.push(line);
      return { variable };
    });
  }
}

/** Longest line of the recipe's own part; a word alone may be longer. */
const LINE_WIDTH = 110;

/**
 * The lines of a call, the later ones indented.
 * @param after what follows the call on its last line, such as ` || return 0`
 */
export function layOut(call: Call, after: string): string[] {
  const groups = call.groups.filter((group) => group.length > 0).map((group) => group.join(" "));
  const oneLine = [call.name, ...groups].join(" ") + after;
  const isShort = oneLine.length <= LINE_WIDTH || oneLine.includes("\n");
  if (groups.length === 0 || (isShort && !call.spread)) return [oneLine];
  const [first = "", ...others] = groups;
  const lines = [`${call.name} ${first}`, ...others.map((group) => `  ${group}`)];
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : `${line}${after}`));
}
