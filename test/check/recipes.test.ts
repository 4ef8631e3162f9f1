import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";

const recipes = new URL("../../recipes/", import.meta.url);

test.each(readdirSync(recipes).filter((name) => name.endsWith(".ctr")))(
  "%s has nothing to complain of",
  async (name) => {
    const { model, diagnostics } = await check(name, (file) => readFile(new URL(file, recipes), "utf8"));
    expect(diagnostics).toEqual([]);
    expect(model).toBeDefined();
  },
);
