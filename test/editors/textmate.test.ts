import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { IGrammar } from "vscode-textmate";
import { analyse, type Highlight, highlights } from "../../src/language-server/index.ts";
import { loadGrammar, tokenize } from "./textmate.ts";

const folder = new URL("../../recipes/", import.meta.url);

let grammar: IGrammar;

beforeAll(async () => {
  grammar = await loadGrammar();
});

/** What the grammar, which sees one line at a time, may call what the language server knows for sure. */
const SCOPES: Readonly<Record<Highlight["type"], RegExp>> = {
  comment: /^comment\./,
  keyword: /^keyword\.(?:declaration|control)\.|^keyword\.operator\.command|^support\.type/,
  property: /^support\.type\.property-name\./,
  modifier: /^keyword\.other\./,
  enumMember: /^support\.constant\./,
  number: /^constant\.numeric\./,
  string:
    /^string\.|^constant\.(?:other\.option|character)|^variable\.parameter\.argument|^keyword\.operator\.assignment/,
  operator: /^keyword\.operator\.|^punctuation\.definition\.variable/,
  variable: /^variable\.|^entity\.name|^meta\./,
  type: /^variable\.|^entity\.name|^meta\./,
  function: /^entity\.name\.|^meta\./,
  regexp: /^string\./,
};

describe.each(readdirSync(folder))("the TextMate grammar reads %s", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");

  test("as the language server does", () => {
    const tokens = tokenize(grammar, text);
    const differences = highlights(analyse("/recipe.ctr", text)).flatMap(({ start, end, type }) => {
      const there = tokens.find((token) => token.start <= start && start < token.end);
      const agrees = there?.scopes.some((scope) => SCOPES[type].test(scope)) === true;
      return agrees ? [] : [[type, text.slice(start, end), there?.scopes.slice(1)]];
    });
    expect(differences).toEqual([]);
  });

  test("and finds nothing wrong in it", () => {
    const wrong = tokenize(grammar, text).filter(({ scopes }) =>
      scopes.some((scope) => scope.startsWith("invalid")),
    );
    expect(wrong.map(({ start, end }) => text.slice(start, end))).toEqual([]);
  });
});

test("shell text is bash, up to its quotes and no further", () => {
  const text = 'check a {\n  host shell """\n    echo "$x" | wc\n    """\n  sleep 2s\n}\n';
  const tokens = tokenize(grammar, text);
  const at = (part: string): readonly string[] =>
    tokens.find(({ start, end }) => start <= text.indexOf(part) && text.indexOf(part) < end)?.scopes ?? [];
  expect(at("echo")).toContain("meta.embedded.block.shellscript");
  expect(at("sleep")).toContain("keyword.control.action.ctr");
  expect(at("sleep")).not.toContain("meta.embedded.block.shellscript");
});

test("what only a shell would understand is marked in a command, and nowhere else", () => {
  const text = "check a {\n  host $ a | b > c $HOME \"x | y\" 'p | q'\n  host $ awk '{ print $1 }' }\n}\n";
  const wrong = tokenize(grammar, text).filter(({ scopes }) =>
    scopes.some((scope) => scope.startsWith("invalid")),
  );
  expect(wrong.map(({ start, end }) => text.slice(start, end))).toEqual(["|", ">", "$HOME"]);
});
