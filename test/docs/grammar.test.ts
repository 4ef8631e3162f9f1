import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diagrams, grammarDocument } from "../../scripts/grammar/document.ts";
import { ebnf } from "../../scripts/grammar/ebnf.ts";
import { syntaxRules } from "../../scripts/grammar/syntax.ts";

const root = new URL("../../", import.meta.url);

test("docs/grammar.md says what the parser and the vocabulary say", async () => {
  await expect(grammarDocument()).toMatchFileSnapshot("../../docs/grammar.md");
});

test.each([...diagrams()])("docs/diagrams/%s draws it", async (name, svg) => {
  await expect(svg).toMatchFileSnapshot(`../../docs/diagrams/${name}`);
});

test("docs/diagrams holds nothing else, and docs/grammar.md shows all of it", () => {
  expect(readdirSync(new URL("docs/diagrams/", root)).sort()).toEqual([...diagrams().keys()].sort());
  for (const name of diagrams().keys()) expect(grammarDocument()).toContain(`(diagrams/${name})`);
});

test("grammar/README.md has the same rules", () => {
  const readme = readFileSync(new URL("grammar/README.md", root), "utf8").replace(/ +/g, " ");
  // Tokens of several spellings are written out there; a text that nothing closes is a mistake.
  const others = new Set(["shell", "operator", "text"]);
  for (const rule of syntaxRules().filter(({ name }) => !others.has(name)))
    expect(readme).toContain(spelled(ebnf(rule)));
});

/** As the README spells what has a rule and a token. */
function spelled(rule: string): string {
  return rule.replace("| operator", "| OPERATOR");
}
