import { describe, expect, test } from "vitest";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { ArgumentRow, BlockName, FormRow } from "../../grammar/vocabulary/schema.ts";
import { parse } from "../../src/compile/1-parse/parse.ts";
import { Names } from "../../src/compile/2-check/names.ts";
import { Structure } from "../../src/compile/2-check/structure.ts";
import type { Diagnostic } from "../../src/types/diagnostic.ts";

const forms = Object.values(vocabulary).flatMap((block) =>
  [...block.statements, ...(block.open === undefined ? [] : [block.open])].flatMap((row) =>
    row.forms.map((form) => [`${block.name}: ${form.example}`, block.name, form] as const),
  ),
);

test.each(forms)("the example shows its own form: %s", (_, block: BlockName, form: FormRow) => {
  const { recipe, diagnostics } = parse("example.ctr", form.example);
  expect(diagnostics).toEqual([]);
  const reported: Diagnostic[] = [];
  const structure = new Structure((diagnostic) => reported.push(diagnostic), new Names());
  const entries = structure.block(block, recipe.statements);
  expect(reported).toEqual([]);
  expect(entries.map((entry) => entry.form)).toEqual([form]);
});

test.each(forms)("arguments have names of their own: %s", (_, __, form: FormRow) => {
  const rows = [
    ...form.pattern.filter((element): element is ArgumentRow => element.kind === "argument"),
    ...(form.clauses ?? []).flatMap((clause) => clause.arguments),
  ];
  const names = rows.map((row) => row.name);
  expect(new Set(names).size).toBe(names.length);
});

/** Actions that take no time, or say themselves how much. */
const UNLIMITED = new Set(["expect", "for", "sleep"]);

test.each(forms.filter(([, block]) => block === "prepare"))(
  "an action can be limited in time: %s",
  (_, block, form) => {
    const row = vocabulary[block].statements.find(({ forms: own }) => own.includes(form));
    const clauses = (form.clauses ?? []).map(({ words }) => words.join(" "));
    expect(clauses.includes("timeout")).toBe(!UNLIMITED.has(row?.keyword ?? ""));
  },
);

test("what takes its time outside of actions can be limited in time", () => {
  const limited = vocabulary.recipe.statements.filter(({ forms: own }) =>
    own.some(({ clauses = [] }) => clauses.some(({ words }) => words[0] === "timeout")),
  );
  expect(limited.map(({ keyword }) => keyword)).toEqual([
    "image",
    "storage",
    "container",
    "check",
    "measure",
  ]);
});

describe("a block", () => {
  test.each(Object.values(vocabulary))("has each keyword once: $name", ({ statements }) => {
    const keywords = statements.map((row) => row.keyword);
    expect(new Set(keywords).size).toBe(keywords.length);
  });

  test.each(Object.values(vocabulary))("documents every statement in a sentence: $name", ({ statements }) => {
    for (const { documentation } of statements) expect(documentation).toMatch(/\.$/);
  });
});
