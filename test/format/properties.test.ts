import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/compile/1-parse/parse.ts";
import { format } from "../../src/format/index.ts";
import { fuzz } from "../support/fuzz.ts";
import { randomRecipe } from "./random-recipe.ts";

/** What must hold of the layout of any recipe without mistakes in its syntax. */
async function holds(text: string): Promise<void> {
  const { text: laidOut } = await format("x.ctr", text);
  if (laidOut === undefined) throw new Error("it was not formatted");
  // That its meaning stays the same and no comment is lost, `format` itself sees to: it throws otherwise.
  expect((await format("x.ctr", laidOut)).text).toBe(laidOut);
  expect(laidOut).toMatch(/^\ufeff?$|[^\n]\n$/);
  expect(withoutTexts(laidOut)).not.toMatch(/[ \t]$|\n\n\n|\t/m);
}

/** The rules of layout end where a string, a comment or a command's word begins. */
function withoutTexts(text: string): string {
  const { recipe } = parse("x.ctr", text);
  const stretches: [number, number][] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    else if (typeof value === "object" && value !== null && "kind" in value) {
      const { kind, span } = value as { kind: string; span: { start: number; end: number } };
      if (["string", "shell", "word", "command-word", "comment"].includes(kind))
        stretches.push([span.start, span.end]);
      else for (const child of Object.values(value)) visit(child);
    }
  };
  visit(recipe);
  stretches.sort(([a], [b]) => a - b);
  let rest = "";
  let last = 0;
  for (const [start, end] of stretches) {
    rest += `${text.slice(last, start)}x`;
    last = end;
  }
  return rest + text.slice(last);
}

test("random recipes keep their meaning and their comments, and are formatted once and for all", async () => {
  let formatted = 0;
  await fc.assert(
    fc.asyncProperty(randomRecipe(), async (text) => {
      fc.pre(!parse("x.ctr", text).diagnostics.some(({ severity }) => severity === "error"));
      await holds(text);
      formatted++;
    }),
    fuzz(1000),
  );
  expect(formatted).toBeGreaterThanOrEqual(fuzz(1000).numRuns);
});

describe("every recipe of the tests keeps its meaning and its comments", () => {
  const folders = ["check/cases", "check/models", "build/cases", "parse/cases", "host/cases"];
  test.each(folders)("%s", async (folder) => {
    const base = new URL(`../${folder}/`, import.meta.url);
    const files = readdirSync(base, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ctr"),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const text = readFileSync(new URL(file, base), "utf8");
      if (!parse(file, text).diagnostics.some(({ severity }) => severity === "error")) await holds(text);
    }
  });
});
