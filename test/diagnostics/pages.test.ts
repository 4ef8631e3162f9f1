import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pagesIndex } from "../../scripts/pages-index.ts";
import { check } from "../../src/compile/index.ts";
import { LINTS } from "../../src/diagnostics/lints.ts";
import type { Diagnostic } from "../../src/types/diagnostic.ts";

const folder = new URL("../../src/diagnostics/", import.meta.url);
const pages = new URL("pages/", folder);

/** Recipes that no page can hold: too long, or with characters that a page should not have. */
const MADE: Readonly<Record<string, string>> = {
  "nested-too-deeply": `${"a {\n".repeat(101)}${"}\n".repeat(101)}`,
  "not-text": "recipe sample\0",
  "recipe-too-large": "#".repeat(3 * 1024 ** 2),
  "hidden-character": 'recipe sample "\u202e"',
  "more-errors": "a /b\n".repeat(101),
  "too-many-imports": 'import "deeper/sample.ctr"\n',
};

/** What nothing that is built so far can show. */
const NOT_SHOWN: ReadonlySet<string> = new Set(["engine-without-driver"]);

const HOST = { memoryBytes: 8n * 1024n ** 3n, cpus: "0-3" };

interface Page {
  readonly title: string;
  readonly bad: string | undefined;
  readonly good: string | undefined;
  /** What the recipes import. */
  readonly files: ReadonlyMap<string, string>;
}

function readPage(code: string): Page {
  const text = readFileSync(new URL(`${code}.md`, pages), "utf8");
  const blocks = new Map(
    [...text.matchAll(/^```ctr (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = "", recipe = ""]) => [
      name,
      recipe,
    ]),
  );
  return {
    title: text.split("\n")[0] ?? "",
    bad: blocks.get("bad"),
    good: blocks.get("good"),
    files: blocks,
  };
}

async function diagnose(recipe: string, { files }: Page): Promise<Diagnostic[]> {
  const { diagnostics } = await check(
    "sample.ctr",
    async (file) => {
      const text = file.endsWith("sample.ctr") ? recipe : files.get(file);
      if (text === undefined) throw new Error(`there is no ${file}`);
      return text;
    },
    HOST,
  );
  return diagnostics;
}

const codes = readdirSync(pages)
  .filter((file) => file.endsWith(".md"))
  .map((file) => file.replace(/\.md$/, ""));

test("the index has every page", async () => {
  await expect(pagesIndex()).toMatchFileSnapshot(new URL("index.ts", pages).pathname);
});

describe.each(codes)("the page of %s", (code) => {
  const page = readPage(code);

  test("is named as its code", () => {
    expect(page.title).toBe(`# ${code}`);
  });

  test("shows it", async () => {
    const bad = page.bad ?? MADE[code];
    expect(bad === undefined, "a page needs a block `ctr bad`").toBe(NOT_SHOWN.has(code));
    if (bad === undefined) return;
    const shown = await diagnose(bad, page);
    expect(shown.map((each) => each.code)).toContain(code);
    if (page.bad !== undefined) expect(new Set(shown.map((each) => each.code))).toEqual(new Set([code]));
  });

  test("shows what is right", async () => {
    expect(page.good, "a page needs a block `ctr good`").toBeDefined();
    expect(await diagnose(page.good ?? "", page)).toEqual([]);
  });
});

/** What is no error and cannot be allowed: it is about allowances, or about the other reports. */
const NOT_ALLOWABLE = ["malformed-allowance", "more-errors", "unknown-lint", "unused-allowance"];

test("everything that is no error can be allowed, and its page says how", async () => {
  const shown = await Promise.all(
    codes.map(async (code) => {
      const page = readPage(code);
      const all = await diagnose(page.bad ?? MADE[code] ?? "", page);
      return all.some((each) => each.code === code && each.severity !== "error") ? [code] : [];
    }),
  );
  expect(shown.flat().sort()).toEqual([...LINTS, ...NOT_ALLOWABLE].sort());
  for (const code of LINTS) {
    const text = readFileSync(new URL(`${code}.md`, pages), "utf8");
    expect(text).toContain(`# ctrc: allow ${code}`);
  }
});

test("every code has a page, and every page a code", () => {
  const used = readdirSync(folder)
    // What is wrong outside a recipe has no recipe to show.
    .filter((file) => file.endsWith(".ts") && file !== "problems.ts")
    .flatMap((file) => [
      ...readFileSync(new URL(file, folder), "utf8").matchAll(/(?:\bcode: |\berror\(\s*)"([a-z-]+)"/g),
    ])
    .map(([, code]) => code);
  expect(codes).toEqual([...new Set(used)].sort());
});
