import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { ArgumentType, BlockName, BlockRows, StatementRow } from "../../grammar/vocabulary/schema.ts";
import { DURATION_UNITS, SIZE_UNITS } from "../../src/compile/2-check/values/quantity.ts";

/** What a statement is to somebody who reads: it declares something, says something of it, or does something. */
export type Role = "declaration" | "setting" | "action";

const OF_SETTINGS: ReadonlySet<BlockName> = new Set(["cgroup", "namespace", "image", "storage", "container"]);
const OF_DESIGN: ReadonlySet<string> = new Set(["repeat", "until", "warmup", "order", "probe", "metric"]);

export function roleOf(row: StatementRow, block: BlockName): Role {
  if (block === "recipe" || row.forms.some((form) => form.block !== undefined)) return "declaration";
  return OF_SETTINGS.has(block) || OF_DESIGN.has(row.keyword) ? "setting" : "action";
}

export const blocks: readonly BlockRows[] = Object.values(vocabulary);

/** The fixed words of a statement and the first of each of its clauses: `as`, `timeout`, `contains`. */
export function fixedWords(row: StatementRow): string[] {
  const words = row.forms.flatMap(({ pattern, clauses = [] }) => [
    ...pattern.flatMap((element) => (element.kind === "keyword" ? [element.word] : [])),
    ...clauses.flatMap((clause) => clause.words),
  ]);
  return sorted(words);
}

/** The words of the sets that a statement's arguments are of: `native`, `overlay`, `max`. */
export function valueWords(row: StatementRow): string[] {
  const words = row.forms.flatMap(({ pattern, clauses = [] }) => [
    ...pattern.flatMap((element) => (element.kind === "argument" ? wordsOf(element.type) : [])),
    ...clauses.flatMap((clause) => clause.arguments.flatMap(({ type }) => wordsOf(type))),
  ]);
  return sorted(words);
}

/** Whether a statement's first argument is a name that it gives, or one that is given elsewhere. */
export function namesFirst(row: StatementRow): "declares" | "names" | undefined {
  const [first] = row.forms[0]?.pattern ?? [];
  if (first?.kind !== "argument") return undefined;
  return first.type.kind === "declares" || first.type.kind === "names" ? first.type.kind : undefined;
}

/** Units, longest first, so that an alternation of them takes the whole. */
export const units: readonly string[] = sorted([...Object.keys(SIZE_UNITS), ...Object.keys(DURATION_UNITS)]);

/** Each once, longest first, as a regular expression wants alternatives. */
export function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function wordsOf(type: ArgumentType): readonly string[] {
  switch (type.kind) {
    case "word":
      return type.words.map(({ word }) => word);
    case "list":
      return wordsOf(type.of);
    case "count":
    case "size":
      return type.words ?? [];
    case "cpu-quota":
      return ["max"];
    default:
      return [];
  }
}
