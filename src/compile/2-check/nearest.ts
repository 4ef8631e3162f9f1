import { suggest } from "../../diagnostics/suggest.ts";

/** The candidate that `suggest` would name, if there is one so close that it must be meant. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const help = suggest(word, candidates);
  return help === undefined ? undefined : candidates.find((candidate) => help.includes(`\`${candidate}\``));
}
