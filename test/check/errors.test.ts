import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";

const cases = new URL("cases/", import.meta.url);

describe("what the user reads of a recipe that is wrong", () => {
  test.each(readdirSync(cases))("%s", async (name) => {
    const folder = new URL(`${name}/`, cases);
    const { diagnostics, sources } = await check("recipe.ctr", (file) =>
      readFile(new URL(file, folder), "utf8"),
    );
    const printed = renderDiagnostics(diagnostics, sources, { color: false });
    await expect(printed).toMatchFileSnapshot(new URL("errors.txt", folder).pathname);
  });
});
