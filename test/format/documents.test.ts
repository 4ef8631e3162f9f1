import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/compile/1-parse/parse.ts";
import { format } from "../../src/format/index.ts";

const root = new URL("../../", import.meta.url);

function filesIn(folder: string, extension: string): string[] {
  const files = readdirSync(new URL(folder, root)).filter((name) => name.endsWith(extension));
  return files.map((name) => `${folder}${name}`);
}

test.each(filesIn("recipes/", ".ctr"))("%s is laid out", async (file) => {
  const text = readFileSync(new URL(file, root), "utf8");
  expect((await format(file, text)).text).toBe(text);
});

const documents = [
  "README.md",
  "grammar/README.md",
  "docs/language.md",
  ...filesIn("src/diagnostics/pages/", ".md"),
].map((file) => {
  const text = readFileSync(new URL(file, root), "utf8");
  const snippets = [...text.matchAll(/^```ctr(?: \S+)?\n([\s\S]*?)^```$/gm)].map(
    ([, snippet = ""]) => snippet,
  );
  // Some show what is wrong with the shape of a recipe.
  const isRight = (snippet: string): boolean =>
    !parse(file, snippet).diagnostics.some(({ severity }) => severity === "error");
  return [file, snippets.filter(isRight)] as const;
});

describe("recipes in documents are laid out", () => {
  test.each(documents.filter(([, snippets]) => snippets.length > 0))("%s", async (file, snippets) => {
    for (const snippet of snippets) expect((await format(file, snippet)).text).toBe(snippet);
  });
});
