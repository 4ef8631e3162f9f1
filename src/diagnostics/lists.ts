/** Beyond this a list of words helps nobody. */
const MOST_WORDS = 16;

/** "`a`, `b` or `c`". */
export function orList(words: readonly string[]): string {
  return joined(words.map(quoted), " or ");
}

/** The same, or the first of many with a hint at where the others are. */
export function someOf(words: readonly string[]): string {
  if (words.length <= MOST_WORDS) return orList(words);
  const some = words.slice(0, MOST_WORDS).map(quoted).join(", ");
  return `${some} or another: \`ctrc explain\` of the keyword lists all ${words.length}`;
}

/** All of a few names, the first of many. */
export function listOf(words: readonly string[]): string {
  const some = words.slice(0, MOST_WORDS).map(quoted).join(", ");
  return words.length > MOST_WORDS ? `${some}, …` : some;
}

function quoted(word: string): string {
  return `\`${word}\``;
}

function joined(phrases: readonly string[], conjunction: string): string {
  const last = phrases.at(-1) ?? "";
  return phrases.length < 2 ? last : `${phrases.slice(0, -1).join(", ")}${conjunction}${last}`;
}
