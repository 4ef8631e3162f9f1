import type { ArgumentNode } from "../../../grammar/ast.ts";
import type { ArgumentRow, ArgumentType } from "../../../grammar/vocabulary/schema.ts";
import { kindPhrase } from "../../../grammar/vocabulary/usage.ts";
import { duplicateName } from "../../diagnostics/names.ts";
import { notYetBuilt } from "../../diagnostics/statements.ts";
import type { Operator } from "../../types/action.ts";
import { known, type Text } from "../../types/text.ts";
import type { Context } from "./context.ts";
import type { Entry } from "./entry.ts";
import { writtenName } from "./instances.ts";
import { merged } from "./merged.ts";
import { readValue, type Value } from "./values/read.ts";

/** The values of one statement, by the names that the vocabulary gives them. */
export class Values {
  readonly #values: ReadonlyMap<string, readonly Value[]>;

  constructor(values: ReadonlyMap<string, readonly Value[]>) {
    this.#values = values;
  }

  text(name: string): Text {
    const text = this.optionalText(name);
    if (text === undefined) throw new Error(`the vocabulary has no argument ${name} here`);
    return text;
  }

  optionalText(name: string): Text | undefined {
    const value = this.#values.get(name)?.[0];
    return value?.kind === "text" ? value.text : undefined;
  }

  /** A text whose type lets no reference through. */
  literal(name: string): string {
    const literal = this.optionalLiteral(name);
    if (literal === undefined) throw new Error(`the argument ${name} is not a literal`);
    return literal;
  }

  optionalLiteral(name: string): string | undefined {
    const text = this.optionalText(name);
    return text === undefined ? undefined : known(text);
  }

  operator(name: string): Operator {
    const value = this.#values.get(name)?.[0];
    if (value?.kind !== "operator") throw new Error(`the argument ${name} is not an operator`);
    return value.operator;
  }

  /** Every value of an argument that can be repeated. */
  all(name: string): readonly Value[] {
    return this.#values.get(name) ?? [];
  }

  /** Every value of an argument that can be repeated, with commas between them. */
  joined(name: string): Text {
    const texts = this.all(name).map((value) => (value.kind === "text" ? value.text : []));
    return merged(texts.flatMap((text, index) => (index === 0 ? text : [",", ...text])));
  }

  list(name: string): readonly Text[] | undefined {
    const value = this.#values.get(name)?.[0];
    return value?.kind === "list" ? value.items : undefined;
  }
}

/**
 * Reads all arguments of a statement as the vocabulary wants them.
 * @returns undefined when something about the statement was reported, now or before
 */
export function readEntry(entry: Entry, context: Context): Values | undefined {
  const { match, form, keyword, statement } = entry;
  if (match.failure !== undefined) {
    const parts = [...form.pattern, ...(form.clauses ?? []).flatMap((clause) => clause.arguments)];
    const makes = parts.some((part) => part.kind === "argument" && isInstance(part.type));
    // Nobody knows then which containers there are from here on.
    if (makes || keyword === "remove") context.instances.poison();
    return undefined;
  }
  const values = new Map<string, Value[]>();
  let whole = entry.sound;
  const read = (row: ArgumentRow, nodes: readonly ArgumentNode[] | undefined, owner: string): void => {
    for (const node of nodes ?? []) {
      const value = readValue(row.type, node, owner, context);
      if (value === undefined) whole = false;
      else append(values, row.name, value);
      if (isInstance(row.type)) declareInstance(row.type.of, value, node, keyword, context);
    }
  };
  const owner = keyword === "NAME" ? statement.keyword : keyword;
  for (const element of form.pattern) {
    if (element.kind === "argument") read(element, match.positional.get(element.name), owner);
  }
  for (const each of match.clauses) {
    const words = each.clause.words.join(" ");
    for (const row of each.clause.arguments) read(row, each.arguments.get(row.name), words);
  }
  if (form.notYetBuilt !== undefined) {
    // Of a misspelt keyword it is enough to say so.
    if (entry.statement.keyword === keyword)
      context.report(notYetBuilt(statement.keywordSpan, form.notYetBuilt));
    return undefined;
  }
  return whole ? new Values(values) : undefined;
}

function append(values: Map<string, Value[]>, name: string, value: Value): void {
  const list = values.get(name);
  if (list === undefined) values.set(name, [value]);
  else list.push(value);
}

type InstanceType = { readonly kind: "declares"; readonly of: "instance" | "snapshot" };

function isInstance(type: ArgumentType): type is InstanceType {
  return type.kind === "declares" && (type.of === "instance" || type.of === "snapshot");
}

function declareInstance(
  kind: InstanceType["of"],
  value: Value | undefined,
  { span }: ArgumentNode,
  keyword: string,
  { instances, report }: Context,
): void {
  if (value?.kind !== "text") {
    instances.poison();
    return;
  }
  const name = value.text;
  const first = instances.add({ kind, name, span, lifetime: keyword === "start" ? "block" : "cell" });
  // An image may be committed again under its name, which then means the newer one.
  if (first !== undefined && kind === "instance")
    report(duplicateName(span, kindPhrase(kind), writtenName(name), first.span));
}
