import type { ArgumentNode } from "../../../../grammar/ast.ts";
import { wrongType } from "../../../diagnostics/arguments.ts";
import {
  duplicateValue,
  emptyMatrix,
  exceptNothing,
  matrixTooLarge,
  mixedTypes,
} from "../../../diagnostics/matrix.ts";
import { backwardRange, outOfRange } from "../../../diagnostics/values.ts";
import type { Matrix, MatrixException, MatrixVariable } from "../../../types/declared.ts";
import type { Context } from "../context.ts";
import { declareVariable } from "../declare.ts";
import type { Entry } from "../entry.ts";
import { nearest } from "../nearest.ts";
import { nodePhrase, plainText } from "../nodes.ts";
import { readEntry } from "../read-entry.ts";
import { valueTypePhrase } from "../values/references.ts";
import { readTyped, type TypedValue, typedText } from "../values/typed.ts";

const MOST_CELLS = 10_000n;

export function buildMatrix(entry: Entry, context: Context): Matrix | undefined {
  const { report } = context;
  const rows = entry.entries.filter((each) => each.keyword !== "except");
  const variables = rows.map((row) => buildVariable(row, context)).filter((each) => each !== undefined);
  if (rows.length === 0 && entry.sound) {
    report(
      emptyMatrix(
        entry.statement.keywordSpan,
        "the matrix has no variables",
        "add one, such as `threads [1, 2, 4]`",
      ),
    );
  }
  const cells = variables.reduce((product, variable) => product * BigInt(variable.values.length), 1n);
  if (cells > MOST_CELLS) report(matrixTooLarge(entry.statement.keywordSpan, String(cells)));
  const whole = variables.length === rows.length;
  const exceptions = entry.entries
    .filter((each) => each.keyword === "except")
    .map((each) => buildException(each, rows, variables, context))
    .filter((each) => each !== undefined);
  if (whole && cells > 0n && cells <= MOST_CELLS && everyCellExcepted(variables, exceptions)) {
    report(
      emptyMatrix(
        entry.statement.keywordSpan,
        "`except` leaves no cell of the matrix",
        "leave out one of them",
      ),
    );
  }
  return { variables, exceptions, span: entry.statement.span };
}

function buildVariable(entry: Entry, context: Context): MatrixVariable | undefined {
  const { statement } = entry;
  const { keyword: name, keywordSpan: span } = statement;
  const node = entry.match.positional.get("values")?.[0];
  const read =
    readEntry(entry, context) !== undefined && node !== undefined ? readValues(name, node, context) : NOTHING;
  const { values, whole } = read;
  const [first] = values;
  const literals = values.map((value) => value.literal);
  const declared = declareVariable({ name, source: "matrix", type: first?.type, literals, span }, context);
  if (!declared || !whole || first === undefined) return undefined;
  context.names.declare({ kind: "variable", name, span });
  return {
    name,
    type: first.type,
    values: values.map((value) => value.value),
    written: values.map((value) => value.written),
    span: statement.span,
  };
}

/** Values of one type, none twice. Not `whole`: some were reported and are left out. */
interface ReadValues {
  readonly values: readonly TypedValue[];
  readonly whole: boolean;
}

const NOTHING: ReadValues = { values: [], whole: false };

function readValues(name: string, node: ArgumentNode, context: Context): ReadValues {
  const { report } = context;
  if (node.kind === "word") {
    const range = readRange(node, plainText(node.pieces), context);
    if (range !== "no range") return range === undefined ? NOTHING : { values: range, whole: true };
  }
  if (node.kind !== "list") {
    const help = "put the values in brackets: `[a, b]`";
    report(wrongType(node.span, name, "a list of values, or a range", nodePhrase(node), help));
    return NOTHING;
  }
  if (node.items.length === 0) {
    report(emptyMatrix(node.span, `\`${name}\` has no values`, "give it at least one"));
    return NOTHING;
  }
  const values = new Map<string, TypedValue>();
  let first: TypedValue | undefined;
  for (const item of node.items) {
    const value = readTyped(item, name, report);
    if (value === undefined) continue;
    const twin = values.get(value.value);
    if (first !== undefined && first.type !== value.type) {
      const found = valueTypePhrase(value.type);
      report(mixedTypes(item.span, name, valueTypePhrase(first.type), first.literal.span, found));
    } else if (twin !== undefined) {
      report(duplicateValue(item.span, name, value.written, twin.literal.span));
    } else {
      first ??= value;
      values.set(value.value, value);
    }
  }
  return { values: [...values.values()], whole: values.size === node.items.length };
}

function readRange(
  node: ArgumentNode,
  text: string | undefined,
  { report }: Context,
): TypedValue[] | undefined | "no range" {
  const ends = /^([0-9]+)\.\.([0-9]+)$/.exec(text ?? "");
  if (ends === null || text === undefined) return "no range";
  const ends2 = [ends[1] ?? "", ends[2] ?? ""].map((end) =>
    typedText({ text: end, quoted: false, span: node.span }, report),
  );
  const [from, to] = ends2;
  if (from === undefined || to === undefined) return undefined;
  const low = Number(from.value);
  const high = Number(to.value);
  if (low > high) {
    report(backwardRange(node.span, text, `${high}..${low}`));
    return undefined;
  }
  if (high - low >= Number(MOST_CELLS)) {
    report(
      outOfRange(
        node.span,
        text,
        `a range of ${high - low + 1} values`,
        `a matrix has at most ${MOST_CELLS} cells`,
      ),
    );
    return undefined;
  }
  return Array.from({ length: high - low + 1 }, (_, index) => {
    const value = String(low + index);
    return {
      type: "number",
      value,
      written: value,
      literal: { text: value, quoted: false, span: node.span },
    };
  });
}

/** @param variables those that could be read; nothing is said about the values of the others */
function buildException(
  entry: Entry,
  rows: readonly Entry[],
  variables: readonly MatrixVariable[],
  context: Context,
): MatrixException | undefined {
  const { report } = context;
  const values = readEntry(entry, context);
  if (values === undefined) return undefined;
  const names = rows.map((row) => row.statement.keyword);
  // Of a matrix without variables it is enough to say so.
  if (names.length === 0) return undefined;
  const words = values.all("combination").flatMap((value) => (value.kind === "typed" ? [value.value] : []));
  const combination = new Map<string, string>();
  let whole = true;
  const refuse = (value: TypedValue, message: string, help: string): void => {
    report(exceptNothing(value.literal.span, message, help));
    whole = false;
  };
  for (let index = 0; index < words.length; index += 2) {
    const [name, value] = [words[index], words[index + 1]];
    if (name === undefined) break;
    const variable = variables.find((each) => each.name === name.literal.text);
    if (!names.includes(name.literal.text)) {
      const help = meantOr(name.literal.text, names, "the variables are");
      refuse(name, `the matrix has no variable \`${name.literal.text}\``, help);
    } else if (value === undefined) {
      const help = "write pairs: `except engine podman driver lvm-loop`";
      refuse(name, `\`except\` has no value for \`${name.literal.text}\``, help);
    } else if (combination.has(name.literal.text)) {
      refuse(
        name,
        `\`except\` names \`${name.literal.text}\` twice`,
        "write a second `except` on a line of its own",
      );
    } else if (variable !== undefined && !variable.values.includes(value.value)) {
      const help = meantOr(value.literal.text, variable.written, "its values are");
      refuse(value, `\`${variable.name}\` never is \`${value.written}\``, help);
    } else combination.set(name.literal.text, value.value);
  }
  return whole ? { values: Object.fromEntries(combination), span: entry.statement.span } : undefined;
}

function meantOr(word: string, candidates: readonly string[], all: string): string {
  const meant = nearest(word, candidates);
  return meant === undefined
    ? `${all} ${candidates.map((each) => `\`${each}\``).join(", ")}`
    : `did you mean \`${meant}\`?`;
}

function everyCellExcepted(
  variables: readonly MatrixVariable[],
  exceptions: readonly MatrixException[],
): boolean {
  if (exceptions.length === 0) return false;
  // Exceptions that name the same variables are looked up together: there are few such groups, and many cells.
  const groups = new Map<string, { readonly names: readonly string[]; readonly combinations: Set<string> }>();
  for (const { values } of exceptions) {
    const names = Object.keys(values).sort();
    const group = groups.get(names.join()) ?? { names, combinations: new Set() };
    group.combinations.add(combinationKey(names, values));
    groups.set(names.join(), group);
  }
  const isFree = (index: number, cell: Readonly<Record<string, string>>): boolean => {
    const variable = variables[index];
    if (variable === undefined) {
      return ![...groups.values()].some(({ names, combinations }) =>
        combinations.has(combinationKey(names, cell)),
      );
    }
    return variable.values.some((value) => isFree(index + 1, { ...cell, [variable.name]: value }));
  };
  return !isFree(0, {});
}

function combinationKey(names: readonly string[], values: Readonly<Record<string, string>>): string {
  return JSON.stringify(names.map((name) => values[name]));
}
