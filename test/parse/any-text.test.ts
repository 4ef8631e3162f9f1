import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/compile/1-parse/parse.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { fuzz } from "../support/fuzz.ts";
import { nodesOf, placeOf } from "./nodes.ts";

const cases = new URL("cases/", import.meta.url);
const recipes = readdirSync(cases).map((name) =>
  readFileSync(new URL(`${name}/recipe.ctr`, cases), "utf8").slice(0, 2000),
);

const SNIPPETS = [
  ..."{}[]\"'$\\#,<>|*`;=:/ \t\n\r",
  '"""',
  'shell """',
  "${",
  "${x}",
  "$ ",
  "\\\n",
  "\\ \n",
  "\r\n",
  "a",
  "2GB",
  "//",
  "/*",
  "*/",
  "\ufeff",
  "\u202e",
  "é",
  "日",
  "\ud83d",
  "\\u00e9",
];

const fromSnippets = fc.array(fc.constantFrom(...SNIPPETS), { maxLength: 60 }).map((parts) => parts.join(""));
const anyCharacters = fc.string({ unit: "binary", maxLength: 200 });
const mutilated = fc
  .tuple(
    fc.constantFrom(...recipes),
    fc.array(fc.tuple(fc.nat(), fc.nat(30), fc.constantFrom("", ...SNIPPETS)), { maxLength: 5 }),
  )
  .map(([recipe, edits]) =>
    edits.reduce((text, [place, length, snippet]) => {
      const start = place % (text.length + 1);
      return text.slice(0, start) + snippet + text.slice(start + length);
    }, recipe),
  );
const anyText = fc.oneof(fromSnippets, anyCharacters, mutilated);

/** Texts that fell once, which few runs find again. */
const FALLEN: [string][] = [['check one {\n  host stdin """\n    never closed \\"""\\']];

describe("of any text", () => {
  test("the tree lies in the text, each node in its parent, on the line and column where it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { node, parent } of nodesOf(parse("x.ctr", text).recipe)) {
          const { start, end, line, column } = node.span;
          expect({ line, column }).toEqual(start === 0 ? { line: 1, column: 1 } : placeOf(text, start));
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(text.length);
          if (parent === undefined) continue;
          expect(start).toBeGreaterThanOrEqual(parent.span.start);
          expect(end).toBeLessThanOrEqual(parent.span.end);
        }
      }),
      { ...fuzz(1000), examples: FALLEN },
    );
  });

  test("the diagnostics are in order, have words, and can be rendered without a control character", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { diagnostics } = parse("x.ctr", text);
        const starts = diagnostics.map(({ span }) => span.start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        for (const { message, help, severity } of diagnostics) {
          expect(message).not.toMatch(/undefined|^$/);
          if (severity === "error") expect(help).toBeTruthy();
        }
        const rendered = renderDiagnostics(diagnostics, [{ file: "x.ctr", text }], { color: false });
        expect(rendered.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      fuzz(1000),
    );
  });

  test("a text without mistakes has every character in its tree, its comments, or its layout", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { recipe, diagnostics } = parse("x.ctr", text);
        if (diagnostics.length > 0) return;
        const isSeen = new Uint8Array(text.length);
        for (const { node } of nodesOf(recipe)) {
          const isLeaf = !["recipe", "statement", "block", "list", "command"].includes(node.kind);
          if (isLeaf) isSeen.fill(1, node.span.start, node.span.end);
        }
        for (const { node } of nodesOf(recipe)) {
          if ("keywordSpan" in node) {
            const { start, end } = node.keywordSpan as { start: number; end: number };
            isSeen.fill(1, start, end);
          }
        }
        const unseen = [...isSeen].flatMap((seen, index) => (seen === 1 ? [] : [text[index] ?? ""])).join("");
        expect(unseen).toMatch(/^[\s,{}[\]$\\\ufeff]*$/);
      }),
      fuzz(1000),
    );
  });
});
