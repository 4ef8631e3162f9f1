import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";

const text = readFileSync(new URL("../../docs/language.md", import.meta.url), "utf8");
const recipes = [...text.matchAll(/```ctr\n(recipe (\S+)[\s\S]*?)```/g)].map(([, recipe = "", name = ""]) => [
  name,
  recipe,
]);

test.each(recipes)("the recipe %s of docs/language.md is right", async (_, recipe = "") => {
  const { diagnostics } = await check("recipe.ctr", async () => recipe);
  expect(diagnostics).toEqual([]);
});
