import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";
import { fuzz } from "../support/fuzz.ts";

const SNIPPETS = [
  ..."{}[]\"'$\\#,<|*` \n",
  '"""',
  'shell """',
  "${",
  "${i}",
  "$ ",
  "..",
  "10",
  "2GB",
  "as",
  "in",
  "for",
  "run",
  "expect",
  "matrix",
  "cgroup",
  'import "recipe.ctr"',
];

const recipes = ["cases", "models"].flatMap((folder) => {
  const base = new URL(`${folder}/`, import.meta.url);
  return readdirSync(base).map((name) => readFileSync(new URL(`${name}/recipe.ctr`, base), "utf8"));
});

/** A recipe of these tests with pieces of others put in, taken out or repeated. */
const mutilated = fc
  .tuple(
    fc.constantFrom(...recipes),
    fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.constantFrom("", ...SNIPPETS)), { maxLength: 6 }),
  )
  .map(([recipe, edits]) =>
    edits.reduce((text, [place, length, snippet]) => {
      const start = place % (text.length + 1);
      return text.slice(0, start) + snippet + text.slice(start + length);
    }, recipe),
  );

test("any text is understood or refused with a place, and never thrown at", async () => {
  await fc.assert(
    fc.asyncProperty(mutilated, async (text) => {
      const { model, diagnostics } = await check("recipe.ctr", async (file) => {
        if (file === "recipe.ctr") return text;
        throw new Error("there is no such file");
      });
      expect(model === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"));
      for (const { span, message } of diagnostics) {
        expect(message).not.toBe("");
        expect(span.start).toBeLessThanOrEqual(span.end);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
    }),
    fuzz(300),
  );
});
