import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";

const models = new URL("models/", import.meta.url);

describe("the model of a recipe that is right", () => {
  test.each(readdirSync(models))("%s", async (name) => {
    const folder = new URL(`${name}/`, models);
    const { model, diagnostics } = await check("recipe.ctr", (file) =>
      readFile(new URL(file, folder), "utf8"),
    );
    expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
    const json = JSON.stringify(model, shortened, 2);
    await expect(`${json}\n`).toMatchFileSnapshot(new URL("model.json", folder).pathname);
  });
});

/** Spans as `file:line:column`, sources by name. */
function shortened(key: string, value: unknown): unknown {
  if (key === "sources" && isFiles(value)) return value.map(({ file }) => file);
  if (typeof value === "object" && value !== null && "column" in value) {
    const { file, line, column } = value as { file: string; line: number; column: number };
    return `${file}:${line}:${column}`;
  }
  return value;
}

/** The recipe's own sources; those of an image are no files. */
function isFiles(value: unknown): value is { readonly file: string }[] {
  return Array.isArray(value) && value.every((each) => "text" in each);
}
