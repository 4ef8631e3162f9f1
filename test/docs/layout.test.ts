import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/compile/1-parse/parse.ts";
import { format } from "../../src/format/index.ts";

const root = new URL("../../", import.meta.url);

function filesIn(folder: string, extension: string): string[] {
  const files = readdirSync(new URL(folder, root)).filter((name) => name.endsWith(extension));
  return files.map((name) => `${folder}${name}`);
}

const read = (file: string): string => readFileSync(new URL(file, root), "utf8");

// Where they are not, `npm run test:update` lays them out.
describe("recipes are laid out", () => {
  test.each(filesIn("recipes/", ".ctr"))("%s", async (file) => {
    const { text } = await format(file, read(file));
    await expect(text).toMatchFileSnapshot(new URL(file, root).pathname);
  });
});

const documents = [
  "README.md",
  "grammar/README.md",
  "docs/language.md",
  ...filesIn("src/diagnostics/pages/", ".md"),
].filter((file) => read(file).includes("```ctr"));

describe("so are those in documents", () => {
  test.each(documents)("%s", async (file) => {
    const parts = read(file).split(/(?<=^```ctr(?: \S+)?\n)([\s\S]*?)(?=^```$)/m);
    const laidOut = parts.map((part, index) => (index % 2 === 0 ? part : layOut(file, part)));
    await expect((await Promise.all(laidOut)).join("")).toMatchFileSnapshot(new URL(file, root).pathname);
  });
});

/** A snippet laid out; as it is where it shows what is wrong with the shape of a recipe. */
async function layOut(file: string, snippet: string): Promise<string> {
  const isWrong = parse(file, snippet).diagnostics.some(({ severity }) => severity === "error");
  return isWrong ? snippet : ((await format(file, snippet)).text ?? snippet);
}
