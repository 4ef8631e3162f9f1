import { expect, test } from "vitest";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { StatementRow } from "../../grammar/vocabulary/schema.ts";
import { nearest } from "../../src/compile/2-check/nearest.ts";

const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** The keys beside a letter's. */
function neighbours(letter: string): string[] {
  const row = ROWS.find((each) => each.includes(letter)) ?? "";
  const at = row.indexOf(letter);
  return [row[at - 1], row[at + 1]].filter((each) => at >= 0 && each !== undefined) as string[];
}

/** Every word that is one slip of the hand away: a letter left out, doubled, missed, hit as well, or changed places with the next. */
function slips(word: string): string[] {
  const letters = [...word];
  const at = (index: number, put: string, taken: number): string =>
    word.slice(0, index) + put + word.slice(index + taken);
  const all = letters.flatMap((letter, index) => [
    at(index, "", 1),
    at(index, letter, 0),
    at(index, (word[index + 1] ?? "") + letter, 2),
    ...neighbours(letter).flatMap((other) => [at(index, other, 1), at(index, other, 0)]),
  ]);
  return [...new Set(all)].filter((slip) => slip !== word && slip.length > 1);
}

/** How many of the slips of some words are taken for another of them, or for none. */
function misunderstood(words: readonly string[]): { readonly tried: number; readonly wrong: string[][] } {
  const tries = words.flatMap((word) => slips(word).map((slip) => [slip, word]));
  const wrong = tries.filter(([slip = "", word]) => !words.includes(slip) && nearest(slip, words) !== word);
  return { tried: tries.length, wrong };
}

test.each(Object.values(vocabulary))(
  "nine of ten slips in a keyword are understood: $name",
  ({ statements }) => {
    const { tried, wrong } = misunderstood(statements.map((row) => row.keyword));
    expect(wrong.length, wrong.join(" ")).toBeLessThanOrEqual(tried / 10);
  },
);

test("and so are those in the words that a statement takes", () => {
  let tried = 0;
  const wrong: string[][] = [];
  for (const { statements } of Object.values(vocabulary)) {
    for (const row of statements) {
      for (const words of wordSets(row)) {
        const result = misunderstood(words);
        tried += result.tried;
        wrong.push(...result.wrong);
      }
    }
  }
  expect(tried).toBeGreaterThan(1000);
  expect(wrong.length, wrong.join(" ")).toBeLessThanOrEqual(tried / 10);
});

/** The sets of words of which an argument is one, and the clauses of each form. */
function wordSets({ forms }: StatementRow): string[][] {
  return forms.flatMap(({ pattern, clauses = [] }) => {
    const types = pattern.flatMap((element) => (element.kind === "argument" ? [element.type] : []));
    const elements = types.map((type) => (type.kind === "list" ? type.of : type));
    const sets = elements.flatMap((type) =>
      type.kind === "word" ? [type.words.map(({ word }) => word)] : [],
    );
    return [...sets, clauses.map(({ words }) => words[0] ?? "")];
  });
}
