import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { format } from "../../src/format/index.ts";

const cases = new URL("cases/", import.meta.url);

test.each(readdirSync(cases))("%s", async (name) => {
  const folder = new URL(`${name}/`, cases);
  const { text } = await format("recipe.ctr", await readFile(new URL("recipe.ctr", folder), "utf8"));
  await expect(text).toMatchFileSnapshot(new URL("formatted.ctr", folder).pathname);
});
