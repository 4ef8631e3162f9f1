import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "../../src/compile/1-parse/parse.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { printTree } from "./tree.ts";

const cases = new URL("cases/", import.meta.url);

test.each(readdirSync(cases))("%s", async (name) => {
  const folder = new URL(`${name}/`, cases);
  const text = readFileSync(new URL("recipe.ctr", folder), "utf8");
  const { recipe, diagnostics } = parse("recipe.ctr", text);
  await expect(printTree(recipe)).toMatchFileSnapshot(new URL("tree.txt", folder).pathname);
  const errors = new URL("errors.txt", folder);
  const printed = renderDiagnostics(diagnostics, [{ file: "recipe.ctr", text }], { color: false });
  if (printed === "") expect(existsSync(errors)).toBe(false);
  else await expect(printed).toMatchFileSnapshot(errors.pathname);
});
