import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/compile/2-check/entry.ts";
import { isTextual, isWord, plainText, written } from "../../src/compile/2-check/nodes.ts";
import { type Analysis, analyse, complete } from "../../src/language-server/index.ts";
import { argumentsOf, everyEntry } from "../../src/language-server/occurrences.ts";

const recipes = new URL("../../recipes/", import.meta.url);

/** What a person wrote in a recipe and completion should have offered, with where it begins. */
function* offered({ entries, text }: Analysis): Generator<{ start: number; label: string }> {
  for (const entry of everyEntry(entries)) {
    const { statement, keyword, match } = entry;
    if (keyword !== "NAME") yield { start: statement.keywordSpan.start, label: keyword };
    for (const { node, clause } of match.clauses)
      yield { start: node.span.start, label: clause.words.join(" ") };
    for (const node of statement.arguments) {
      const word = [...match.keywords].find((each) => isWord(node, each));
      if (word !== undefined) yield { start: node.span.start, label: word };
    }
    for (const { node, row } of argumentsOf(entry)) {
      if (!isTextual(node)) continue;
      const name = written(node.pieces);
      const quote = text[node.span.start] === '"' ? 1 : 0;
      if (row.type.kind === "names") yield { start: node.span.start + quote, label: name };
      if (row.type.kind === "word" && plainText(node.pieces) !== undefined)
        yield { start: node.span.start, label: name };
    }
    yield* references(entry);
    if (statement.command !== undefined && keyword !== "$")
      yield { start: statement.command.span.start, label: "$" };
  }
}

function* references({ statement }: Entry): Generator<{ start: number; label: string }> {
  const words = [...(statement.command?.words ?? []), ...statement.arguments.filter(isTextual)];
  for (const piece of words.flatMap((word) => word.pieces)) {
    if (piece.kind === "reference") yield { start: piece.span.start + 2, label: piece.name };
  }
}

function labels(text: string, offset: number): string[] {
  const here = analyse("/recipe.ctr", text);
  return complete(here, offset, [here], []).items.map(({ label }) => label);
}

test("completion offers clauses behind a text of several lines", () => {
  const before = `recipe shells
check runs {
  host shell """
    { echo "[1"
    host $ run } stdin
  """`;
  const after = "\n  sync\n}\n";
  for (const [written, rest] of [
    [" ", after],
    [" ti", after],
    [' stdin "hello" ', after],
    [" ", ""],
  ] as const) {
    const text = `${before}${written}`;
    expect(labels(`${text}${rest}`, text.length)).toContain("timeout");
  }
  const block = `${before}\n  sy`;
  expect(labels(`${block}${after}`, block.length)).toContain("sync");
  // The text itself is nobody's business.
  expect(labels(`${before}${after}`, before.indexOf("run }"))).toEqual([]);
});

describe.each(readdirSync(recipes).filter((name) => name.endsWith(".ctr")))(
  "completion offers what %s says",
  (file) => {
    const text = readFileSync(new URL(file, recipes), "utf8");
    const all = [...offered(analyse("/recipe.ctr", text))];

    test("while the rest of it is there", () => {
      const missing = all.filter(({ start, label }) => {
        const without = text.slice(0, start) + text.slice(start).replace(/^[A-Za-z0-9_.-]*/, "");
        return !labels(without, start).includes(label);
      });
      expect(missing.map(({ start, label }) => [label, text.slice(Math.max(0, start - 50), start)])).toEqual(
        [],
      );
    });

    test("while nothing follows yet", () => {
      const missing = all.filter(({ start, label }) => !labels(text.slice(0, start), start).includes(label));
      expect(missing.map(({ start, label }) => [label, text.slice(Math.max(0, start - 50), start)])).toEqual(
        [],
      );
    });

    test("with one letter of it written", () => {
      const missing = all.filter(({ start, label }) => {
        if (label === "$") return false;
        const half = text.slice(0, start) + text.slice(start, start + 1);
        return !labels(half, start + 1).includes(label);
      });
      expect(missing.map(({ start, label }) => [label, text.slice(Math.max(0, start - 50), start)])).toEqual(
        [],
      );
    });
  },
);
