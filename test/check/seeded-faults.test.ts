import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StatementNode } from "../../grammar/ast.ts";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { BlockName } from "../../grammar/vocabulary/schema.ts";
import { parse } from "../../src/compile/1-parse/parse.ts";
import { check } from "../../src/compile/index.ts";
import { meantWord } from "../../src/diagnostics/suggest.ts";
import type { Diagnostic } from "../../src/types/diagnostic.ts";
import { fuzz } from "../support/fuzz.ts";

/** A recipe without mistakes, by lines. */
interface Base {
  readonly name: string;
  readonly lines: readonly string[];
  readonly statements: readonly Placed[];
}

/** A statement that has its line, or the line of its `{`, for itself. */
interface Placed {
  readonly node: StatementNode;
  readonly block: BlockName;
  readonly line: number;
}

/** One mistake in one line, and what must be said of it. */
interface Fault {
  readonly line: number;
  readonly text: string;
  readonly codes: readonly string[];
  readonly help?: string;
}

const RECIPES = new URL("../../recipes/", import.meta.url);
const MODELS = new URL("models/", import.meta.url);

async function readBases(): Promise<Base[]> {
  const recipes = readdirSync(RECIPES).map((name) => [name, new URL(name, RECIPES)] as const);
  const models = readdirSync(MODELS).map((name) => [name, new URL(`${name}/recipe.ctr`, MODELS)] as const);
  const bases = [...recipes, ...models].map(async ([name, file]) => {
    const text = await readFile(file, "utf8");
    const statements = placed(parse(name, text).recipe.statements, "recipe", text);
    return { name, lines: text.split("\n"), statements };
  });
  const isRight = async ({ lines }: Base): Promise<boolean> =>
    (await check("recipe.ctr", async () => lines.join("\n"))).diagnostics.length === 0;
  const all = await Promise.all(bases);
  const right = await Promise.all(all.map(isRight));
  return all.filter((_, index) => right[index]);
}

function placed(statements: readonly StatementNode[], block: BlockName, text: string): Placed[] {
  return statements.flatMap((node) => {
    const row = vocabulary[block].statements.find(({ keyword }) => keyword === node.keyword);
    const inner = row?.forms.find((form) => form.block !== undefined)?.block;
    const nested = inner === undefined ? [] : placed(node.block?.statements ?? [], inner, text);
    const lineStart = text.lastIndexOf("\n", node.span.start - 1) + 1;
    const head = text.slice(lineStart, node.block?.span.start ?? node.span.end);
    const isAlone = head.trimStart() === head.slice(node.span.start - lineStart) && !head.includes("\n");
    return isAlone && row !== undefined ? [{ node, block, line: node.span.line }, ...nested] : nested;
  });
}

type Seed = (statement: Placed, line: string) => Omit<Fault, "line"> | undefined;

/** Each puts a mistake into a line, or finds no place for it. */
const SEEDS: Readonly<Record<string, Seed>> = {
  "a misspelt keyword": ({ node, block }, line) => {
    const { keyword } = node;
    const slip = `${keyword.slice(0, 1)}${keyword.slice(2, 3)}${keyword.slice(1, 2)}${keyword.slice(3)}`;
    const keywords = vocabulary[block].statements.map((row) => row.keyword);
    if (slip === keyword || keywords.includes(slip) || meantWord(slip, keywords) !== keyword)
      return undefined;
    const help = `did you mean \`${keyword}\`?`;
    return { text: line.replace(keyword, slip), codes: ["unknown-statement"], help };
  },
  "a size without its unit": ({ node }, line) => {
    const text = line.replace(/(?<=^\s*(?:memory\.\w+|size)\s+\d+)(?:[KMGT]iB|[kMG]B)\b/, "");
    return text === line || node.block !== undefined ? undefined : { text, codes: ["wrong-unit"] };
  },
  "an unknown unit": (_, line) => {
    const text = line.replace(/(?<=^\s*(?:memory\.\w+|size|sleep)\s+\d+)(?:[KMGT]iB|[kMG]B|ms|s)\b/, "XB");
    return text === line ? undefined : { text, codes: ["unknown-unit"] };
  },
  "a reference to nothing": (_, line) => {
    const text = line.replace(/\$\{[a-z-]+\}/, "${nothing-of-the-kind}");
    return text === line ? undefined : { text, codes: ["unknown-reference"] };
  },
  "a name that nothing has": ({ node, block }, line) => {
    if (block !== "container") return undefined;
    const text = line.replace(/^(\s*(?:image|storage|cgroup)\s+)[a-z-]+/, "$1nothing-of-the-kind");
    return text === line || node.command !== undefined ? undefined : { text, codes: ["unknown-name"] };
  },
  "an unknown word": (_, line) => {
    const text = line.replace(/^(\s*(?:driver|engine|probe|filesystem)\s+)[a-z-]+\b/, "$1whatever");
    return text === line ? undefined : { text, codes: ["unknown-word"] };
  },
  "a shell's operator": ({ node }, line) => {
    const isPlain = node.command !== undefined && node.block === undefined && !line.includes("#");
    return isPlain ? { text: `${line} | cat`, codes: ["shell-operator"] } : undefined;
  },
  "an argument too many": ({ node, block }, line) => {
    const isPlain = node.command === undefined && node.block === undefined && !line.includes("#");
    const row = vocabulary[block].statements.find(({ keyword }) => keyword === node.keyword);
    const form = row?.forms[0];
    const isFixed =
      row?.forms.length === 1 && (form?.pattern.every((each) => each.optional !== true) ?? false);
    const isRepeated =
      form?.pattern.some((each) => each.kind === "argument" && each.repeated === true) ?? true;
    if (!isPlain || !isFixed || isRepeated || (form?.clauses ?? []).length > 0) return undefined;
    return { text: `${line} 12345`, codes: ["unexpected-argument"] };
  },
  "a command that is missing": ({ node }, line) => {
    const isRun = /^(?:run|start|exec)$/.test(node.keyword) && node.block === undefined;
    const text = line.slice(0, line.indexOf("$ ")).trimEnd();
    return isRun && line.includes("$ ") ? { text, codes: ["missing-command"] } : undefined;
  },
  "a string without its end": ({ node }, line) => {
    const last = node.arguments.at(-1);
    const isString = last?.kind === "string" && node.command === undefined && node.block === undefined;
    const isPlain =
      isString && line.endsWith('"') && !line.endsWith('""') && (line.match(/"/g) ?? []).length === 2;
    return isPlain ? { text: line.slice(0, -1), codes: ["unclosed-string"] } : undefined;
  },
};

const bases = await readBases();

function everyFault(base: Base, seed: Seed): Fault[] {
  return base.statements.flatMap((statement) => {
    const line = base.lines[statement.line - 1];
    const fault = line === undefined ? undefined : seed(statement, line);
    return fault === undefined ? [] : [{ ...fault, line: statement.line }];
  });
}

async function diagnose(base: Base, faults: readonly Fault[]): Promise<Diagnostic[]> {
  const lines = base.lines.map((line, index) => faults.find((each) => each.line === index + 1)?.text ?? line);
  return (await check("recipe.ctr", async () => lines.join("\n"))).diagnostics;
}

/** Exactly one report for each mistake, on its line, and none besides. */
function holds(diagnostics: readonly Diagnostic[], faults: readonly Fault[]): void {
  const expected = [...faults].sort((a, b) => a.line - b.line);
  const found = diagnostics.map(({ code, span, help }) => ({ line: span.line, code, help }));
  expect(found).toEqual(
    expected.map(({ line, codes, help }) => ({
      line,
      code: expect.toSatisfy((code) => codes.includes(code)),
      help: help ?? expect.anything(),
    })),
  );
}

describe("one mistake in a recipe is reported where it is, and nothing else is", () => {
  test.each(Object.entries(SEEDS))("%s", async (_, seed) => {
    let tried = 0;
    for (const base of bases) {
      for (const fault of everyFault(base, seed)) {
        holds(await diagnose(base, [fault]), [fault]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(3);
  });
});

test("so are several in one recipe, in one run", async () => {
  const choices = fc.constantFrom(...bases).chain((base) => {
    const all = Object.values(SEEDS).flatMap((seed) => everyFault(base, seed));
    return fc
      .uniqueArray(fc.constantFrom(...all), { selector: ({ line }) => line, minLength: 1, maxLength: 8 })
      .map((faults) => ({ base, faults }));
  });
  await fc.assert(
    fc.asyncProperty(choices, async ({ base, faults }) => holds(await diagnose(base, faults), faults)),
    fuzz(200),
  );
});
