import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recipeDigest } from "../../src/compile/4-emit/digest.ts";
import { nameInScript } from "../../src/compile/4-emit/file-names.ts";
import { type Origin, readHeader, writeHeader } from "../../src/compile/4-emit/header.ts";
import type { Plan } from "../../src/types/step.ts";

const plan: Plan = {
  recipe: { name: "sample", title: "A\ntitle\u202e", sources: [] },
  parameters: [],
  requirements: [],
  privileges: [],
  tools: [],
  needs: [],
  setUp: [],
  takesTurns: false,
  cells: [{ number: 1, values: [], needs: [], setUp: [] }],
  blocks: [],
};

const digest = `sha256:${"0".repeat(64)}`;

function readBack(origin: Origin): Origin | undefined {
  return readHeader(
    ["#!/usr/bin/env bash", ...writeHeader(plan, origin), "", "#| not the recipe"].join("\n"),
  );
}

describe("the recipe in a script's header", () => {
  test.each([
    ["", "no text"],
    ["a\n", "one line"],
    ["a", "a line without an end"],
    ["\n\n", "empty lines"],
    [
      '\ufeffa \r\n\tb\t\n\r#| c\n#> "d"\n#@ e\n',
      "a BOM, blanks at line ends, CRLF, tabs, and our own marks",
    ],
  ])("%j is read back: %s", (text) => {
    const origin = { version: "1.2.3", digest, sources: [{ file: "recipe.ctr", text }] };
    expect(readBack(origin)).toEqual(origin);
  });

  test("is read back, whatever its files hold and are called", () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({
        unit: fc.constantFrom("a", " ", "\t", "\n", "\r", "#", "|", "\u0085", "\u2028", "\u200b"),
      }),
    );
    const file = fc.oneof(fc.constant("recipe.ctr"), fc.string({ unit: "binary", minLength: 1 }));
    const sources = fc.array(fc.record({ file, text: anyText }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sources, (list) => {
        const origin = { version: "0.0.0-x", digest, sources: list };
        expect(readBack(origin)).toEqual(origin);
      }),
    );
  });

  test("stands on lines that are all comments, with nothing that cannot be seen", () => {
    const text = "\u202e\u0007\u001b[31m\n";
    const lines = writeHeader(plan, { version: "1", digest, sources: [{ file: "r\u200b.ctr", text }] });
    expect(lines.filter((line) => !line.startsWith("#"))).toEqual([]);
    expect(lines.join("\n")).toMatch(/^[\n -~]*$/);
  });

  test.each(["", "#!/bin/sh\necho\n", "# Made by ctrc 1 from x, sha256:0\n#@ x\n"])(
    "is not in %j",
    (script) => {
      expect(readHeader(script)).toBeUndefined();
    },
  );
});

describe("the digest of a recipe", () => {
  test("of one file is what sha256sum says", () => {
    expect(recipeDigest([{ file: "x", text: "abc" }])).toBe(
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  test("of several tells apart where one ends and what it is called", () => {
    const texts = [
      [
        { file: "a", text: "xy" },
        { file: "b", text: "z" },
      ],
      [
        { file: "a", text: "x" },
        { file: "b", text: "yz" },
      ],
      [
        { file: "a", text: "xy" },
        { file: "c", text: "z" },
      ],
    ];
    expect(new Set(texts.map(recipeDigest)).size).toBe(3);
  });
});

test.each([
  ["recipe.ctr", "recipe.ctr", "recipe.ctr"],
  ["recipes/a.ctr", "recipes/common/b.ctr", "common/b.ctr"],
  ["/home/me/recipes/a.ctr", "/home/me/shared/b.ctr", "../shared/b.ctr"],
  ["./x/../a.ctr", "a.ctr", "a.ctr"],
  ["../x/a.ctr", "../../b.ctr", "../../b.ctr"],
  ["a.ctr", "/elsewhere/b.ctr", "/elsewhere/b.ctr"],
])("in the script of %s, %s is called %s", (recipe, file, name) => {
  expect(nameInScript(recipe, file)).toBe(name);
});
