import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";
import type { HostFacts } from "../../src/compile/lint/host.ts";
import { pages } from "../../src/diagnostics/pages/index.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";

const cases = new URL("cases/", import.meta.url);
const shapes = new URL("../parse/cases/", import.meta.url);

/** The host that a case is held against, where it is about one. */
function hostOf(folder: URL): HostFacts | undefined {
  const file = new URL("host.json", folder);
  if (!existsSync(file)) return undefined;
  const { memoryBytes, cpus } = JSON.parse(readFileSync(file, "utf8"));
  return { memoryBytes: BigInt(memoryBytes), cpus };
}

describe("what the user reads of a recipe that is wrong", () => {
  test.each(readdirSync(cases))("%s", async (name) => {
    const folder = new URL(`${name}/`, cases);
    const read = (file: string): Promise<string> => readFile(new URL(file, folder), "utf8");
    const { diagnostics, sources } = await check("recipe.ctr", read, hostOf(folder));
    const printed = renderDiagnostics(diagnostics, sources, { color: false });
    await expect(printed).toMatchFileSnapshot(new URL("errors.txt", folder).pathname);
  });
});

/** What takes megabytes or a thousand files to show. */
const NO_CASE = ["recipe-too-large", "too-many-imports"];

test("there is a case for every code", () => {
  const files = [cases, shapes].flatMap((base) =>
    readdirSync(base).map((name) => new URL(`${name}/errors.txt`, base)),
  );
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  expect(texts.length).toBeGreaterThanOrEqual(100);
  const missing = Object.keys(pages).filter((code) => !texts.some((text) => text.includes(`[${code}]: `)));
  expect(missing).toEqual(NO_CASE);
});
