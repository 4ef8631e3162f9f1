import { expect, test } from "vitest";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import { nearest } from "../../src/compile/2-check/nearest.ts";

/** Every word that is one slip of the hand away: a letter left out, doubled, or changed places with the next. */
function slips(word: string): string[] {
  const letters = [...word];
  const left = letters.map((_, at) => word.slice(0, at) + word.slice(at + 1));
  const doubled = letters.map((letter, at) => word.slice(0, at) + letter + word.slice(at));
  const swapped = letters.map(
    (letter, at) => word.slice(0, at) + (word[at + 1] ?? "") + letter + word.slice(at + 2),
  );
  return [...left, ...doubled, ...swapped].filter((slip) => slip !== word && slip.length > 1);
}

test("nine of ten slips in a keyword are understood, in every block", () => {
  for (const block of Object.values(vocabulary)) {
    const keywords = block.statements.map((row) => row.keyword);
    const tries = keywords.flatMap((keyword) => slips(keyword).map((slip) => [slip, keyword] as const));
    const wrong = tries.filter(
      ([slip, keyword]) => !keywords.includes(slip) && nearest(slip, keywords) !== keyword,
    );
    expect(wrong.length, `${block.name}: ${wrong.join(" ")}`).toBeLessThanOrEqual(tries.length / 10);
  }
});
