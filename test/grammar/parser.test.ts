import { existsSync, readFileSync } from "node:fs";
import { Lexer } from "chevrotain";
import { expect, test } from "vitest";
import { RecipeParser } from "../../grammar/parser.ts";
import { ALL_TOKENS, LEXER_DEFINITION } from "../../grammar/tokens.ts";
import { parse } from "../../src/compile/1-parse/parse.ts";

test("chevrotain finds nothing wrong with the grammar", () => {
  expect(() => new RecipeParser({ skipValidations: false })).not.toThrow();
});

test("chevrotain finds nothing wrong with the tokens", () => {
  const lexer = new Lexer(LEXER_DEFINITION, { ensureOptimizations: true, positionTracking: "onlyOffset" });
  expect(lexer.lexerDefinitionErrors).toEqual([]);
});

test("a rule takes every token, by itself or as one of a category", () => {
  const grammar = JSON.stringify(new RecipeParser({ skipValidations: true }).getSerializedGastProductions());
  const unused = ALL_TOKENS.filter(({ name, GROUP, CATEGORIES }) => {
    const names = [name, ...(CATEGORIES ?? []).map((category) => category.name)];
    return GROUP === undefined && !names.some((each) => grammar.includes(`"name":"${each}"`));
  });
  expect(unused.map(({ name }) => name)).toEqual([]);
});

test("each rule stands under its line of EBNF", () => {
  const text = readFileSync(new URL("../../grammar/parser.ts", import.meta.url), "utf8");
  const rules = [...text.matchAll(/this\.RULE\(\s*"(\w+)"/g)].map(([, name]) => name);
  expect(rules.length).toBeGreaterThan(10);
  for (const rule of rules) {
    expect(text.toLowerCase()).toMatch(
      new RegExp(`/\\*\\* ${rule} = .*\\*/\n  private readonly ${rule} =`, "i"),
    );
  }
});

const readme = readFileSync(new URL("../../grammar/README.md", import.meta.url), "utf8");

test.each([...readme.matchAll(/```ctr\n([\s\S]*?)```/g)].map(([, recipe = ""]) => recipe))(
  "a recipe of grammar/README.md parses: %#",
  (recipe) => {
    expect(parse("README.md", recipe).diagnostics).toEqual([]);
  },
);

test("grammar/README.md has the rules of the parser", () => {
  const parser = readFileSync(new URL("../../grammar/parser.ts", import.meta.url), "utf8");
  const rules = [...parser.matchAll(/\/\*\* (\w+ = .*?)(?: {4};.*)? \*\//g)].map(([, rule = ""]) => rule);
  expect(rules.length).toBeGreaterThan(10);
  const written = readme.replace(/ +/g, " ");
  for (const rule of rules) expect(written).toContain(rule);
});

test("the files that grammar/README.md names are there", () => {
  for (const [, file = ""] of readme.matchAll(/`([a-z-]+(?:\/[a-z-]+)*\.ts)`/g)) {
    expect(existsSync(new URL(`../../grammar/${file}`, import.meta.url)), file).toBe(true);
  }
});
