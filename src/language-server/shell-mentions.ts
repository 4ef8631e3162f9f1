import type { Stretch } from "./stretch.ts";

export interface ShellMention extends Stretch {
  /** As the recipe would write it: `block-size` for `$block_size`. */
  readonly name: string;
}

/**
 * Where shell text may mention values of the recipe: after `$`, `${`, `${#` and in arithmetic. Which of the words
 * are the recipe's, only its declarations tell.
 */
export function shellMentions(text: string, { start, end }: Stretch): ShellMention[] {
  const mentions = new Map<number, ShellMention>();
  const add = (word: string, at: number): void => {
    mentions.set(at, { name: word.replaceAll("_", "-"), start: at, end: at + word.length });
  };
  const written = text.slice(start, end);
  for (const match of written.matchAll(/\$(?:\{[#!]?)?([a-z][a-z0-9_]*)/g)) {
    const [whole, word = ""] = match;
    add(word, start + match.index + whole.length - word.length);
  }
  for (const { 0: whole, index } of written.matchAll(/\(\((.*?)\)\)/g)) {
    for (const word of whole.matchAll(/(?<![\w$])[a-z][a-z0-9_]*/g)) add(word[0], start + index + word.index);
  }
  return [...mentions.values()];
}
