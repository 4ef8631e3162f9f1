import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";
import {
  type Analysis,
  analyse,
  complete,
  definition,
  documentSymbols,
  foldingRanges,
  highlights,
  hover,
  references,
  rename,
  semanticTokens,
} from "../../src/language-server/index.ts";
import { fuzz } from "../support/fuzz.ts";

const folder = new URL("../../recipes/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".ctr"));
const recipes = files.map((name) => readFileSync(new URL(name, folder), "utf8"));

function ask(here: Analysis, offset: number): void {
  complete(here, offset, [here], ["other.ctr"]);
  hover(here, offset, [here]);
  definition(here, offset, [here]);
  references(here, offset, [[here]], true);
}

/** A recipe with a piece cut out of it, and something else put there. */
const broken = fc
  .record({
    text: fc.constantFrom(...recipes),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(40),
    instead: fc.oneof(
      fc.constantFrom("", "{", "}", "[", '"', '"""', "$", "${", "\\\n", "shell ", "#", "\r\n", "expect "),
      fc.string({ unit: "grapheme", maxLength: 8 }),
    ),
  })
  .map(({ text, from, length, instead }) => {
    const start = Math.floor(from * text.length);
    return {
      text: text.slice(0, start) + instead + text.slice(start + length),
      offset: start + instead.length,
    };
  });

test("every question about any text has an answer", () => {
  fc.assert(
    fc.property(broken, ({ text, offset }) => {
      const here = analyse("/recipe.ctr", text);
      ask(here, offset);
      documentSymbols(here);
      foldingRanges(here);
      semanticTokens(here);
    }),
    fuzz(400),
  );
});

test("highlights lie one after the other, within the text", () => {
  fc.assert(
    fc.property(broken, ({ text }) => {
      let last = 0;
      for (const { start, end } of highlights(analyse("/recipe.ctr", text))) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
    fuzz(200),
  );
});

test.each(files)("%s holds after each of its names was given another", async (name) => {
  let text = readFileSync(new URL(name, folder), "utf8");
  const names = analyse("/recipe.ctr", text).occurrences.filter(
    (each) => each.isDeclaration && !each.isTemplate,
  );
  for (const index of names.keys()) {
    const here = analyse("/recipe.ctr", text);
    const declaration = here.occurrences.filter((each) => each.isDeclaration && !each.isTemplate)[index];
    if (declaration === undefined) throw new Error("a name was lost");
    const edits = rename(here, declaration.start, `other-${index}`, [[here]]);
    const offsets = edits.map(({ range, newText }) => ({
      start: here.document.offsetAt(range.start),
      end: here.document.offsetAt(range.end),
      newText,
    }));
    for (const { start, end, newText } of offsets.sort((a, b) => b.start - a.start))
      text = text.slice(0, start) + newText + text.slice(end);
  }
  const { diagnostics } = await check("/recipe.ctr", async () => text);
  expect(diagnostics).toEqual([]);
});
