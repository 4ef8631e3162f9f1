import type { IToken } from "chevrotain";
import type { Problem } from "../../../grammar/problem.ts";
import { ListClose, ListOpen } from "../../../grammar/tokens/code.ts";
import { isLineEnd } from "./line-end.ts";

/** Problems that make nothing else of their line be read wrongly: each of them is a cause of its own. */
const SELF_CONTAINED: ReadonlySet<Problem["kind"]> = new Set([
  "unclosed-block",
  "stray-bracket",
  "nested-too-deeply",
  "bad-escape",
  "bad-reference",
]);

/** Problems that change what the rest of the line is, and are the likely cause of others on it, before and after. */
const TELLING: ReadonlySet<Problem["kind"]> = new Set(["unclosed-string", "unclosed-quote"]);

/**
 * Leaves one problem for each cause: of those that spoil the rest of their line, a quote that is not closed, or else
 * the first, stands for all others up to the next line break outside brackets.
 * @param tokens paired
 * @returns the problems that are left, in the order of the text
 */
export function withoutFollowOn(problems: readonly Problem[], tokens: readonly IToken[]): Problem[] {
  const sorted = [...problems].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  if (sorted.length < 2) return sorted;
  const ends = statementEnds(tokens);
  const left: Problem[] = [];
  let region = 0;
  let spoiler: { readonly region: number; readonly place: number } | undefined;
  for (const problem of sorted) {
    while (problem.span.start > (ends[region] ?? Number.POSITIVE_INFINITY)) region++;
    if (SELF_CONTAINED.has(problem.kind)) {
      left.push(problem);
    } else if (spoiler?.region !== region) {
      spoiler = { region, place: left.length };
      left.push(problem);
    } else if (TELLING.has(problem.kind)) {
      const known = left[spoiler.place];
      if (known !== undefined && !TELLING.has(known.kind)) left[spoiler.place] = problem;
    }
  }
  return left;
}

/** Where the lines end, lists taken as one line. */
function statementEnds(tokens: readonly IToken[]): number[] {
  const ends: number[] = [];
  let lists = 0;
  for (const token of tokens) {
    if (token.tokenType === ListOpen) lists++;
    else if (token.tokenType === ListClose) lists--;
    else if (lists === 0 && isLineEnd(token)) ends.push(token.startOffset);
  }
  return ends;
}
