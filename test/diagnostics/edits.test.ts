import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check } from "../../src/compile/index.ts";
import type { Diagnostic } from "../../src/types/diagnostic.ts";

const folders = ["../check/cases/", "../parse/cases/"].flatMap((path) => {
  const cases = new URL(path, import.meta.url);
  return readdirSync(cases).map((name) => new URL(`${name}/`, cases));
});

async function diagnose(folder: URL, file: string, text: string): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await check("recipe.ctr", async (path) =>
    path === file ? text : readFileSync(new URL(path, folder), "utf8"),
  );
  return diagnostics;
}

/** The text after the edits of one diagnostic, the last in the text first. */
function apply(text: string, { edits = [] }: Diagnostic): string {
  const backwards = [...edits].sort((a, b) => b.span.start - a.span.start);
  return backwards.reduce(
    (edited, { span, text: instead }) => edited.slice(0, span.start) + instead + edited.slice(span.end),
    text,
  );
}

describe("the edits of a diagnostic mend it", () => {
  const seen = new Set<string>();

  test.each(folders.map((folder) => [folder.pathname.split("/").at(-2) ?? "", folder]))(
    "%s",
    async (_, folder) => {
      const main = readFileSync(new URL("recipe.ctr", folder), "utf8");
      const found = await diagnose(folder, "recipe.ctr", main);
      for (const each of found) {
        const [first] = each.edits ?? [];
        if (first === undefined) continue;
        seen.add(each.code);
        const { file } = first.span;
        const text = file === "recipe.ctr" ? main : readFileSync(new URL(file, folder), "utf8");
        const after = await diagnose(folder, file, apply(text, each));
        const isSame = ({ code, message, span }: Diagnostic): boolean =>
          code === each.code && message === each.message && span.start === each.span.start;
        expect(after.some(isSame), `${each.code} in line ${each.span.line}: ${each.message}`).toBe(false);
      }
    },
  );

  test("are there for what is most often mistaken", () => {
    expect([...seen]).toEqual(
      expect.arrayContaining([
        "unknown-statement",
        "unknown-word",
        "unexpected-word",
        "unknown-name",
        "unknown-reference",
        "unknown-unit",
        "unquoted-text",
        "unexpected-character",
      ]),
    );
  });
});
