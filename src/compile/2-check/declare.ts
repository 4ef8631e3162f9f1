import type { DeclaredKind } from "../../../grammar/vocabulary/schema.ts";
import { kindPhrase } from "../../../grammar/vocabulary/usage.ts";
import { duplicateName } from "../../diagnostics/names.ts";
import { known } from "../../types/text.ts";
import type { Context } from "./context.ts";
import type { Entry } from "./entry.ts";
import type { Variable } from "./scope.ts";
import { isValidName } from "./values/name.ts";
import { readValue } from "./values/read.ts";

/** The name that a statement gives to something, checked and entered; undefined when something was reported. */
export function declareName(entry: Entry, kind: DeclaredKind, context: Context): string | undefined {
  const node = entry.match.positional.get("name")?.[0];
  if (node === undefined) return undefined;
  const value = readValue({ kind: "declares", of: kind }, node, entry.keyword, context);
  const name = value?.kind === "text" ? known(value.text) : undefined;
  if (name === undefined) return undefined;
  if (!isValidName(name, node.span, context.report)) {
    context.names.poison(name);
    return undefined;
  }
  const first = context.names.declare({ kind, name, span: node.span });
  if (first === undefined) return name;
  context.report(duplicateName(node.span, kindPhrase(kind), name, first.span));
  return undefined;
}

/**
 * Enters a variable, into the scope and among the names.
 * @returns false when another variable has the name, which is reported
 */
export function declareVariable(variable: Variable, context: Context): boolean {
  const { names, scope, report } = context;
  if (!isValidName(variable.name, variable.span, report)) {
    names.poison(variable.name);
    return false;
  }
  const first = scope.declare(variable);
  if (first === undefined) return true;
  report(duplicateName(variable.span, kindPhrase("variable"), variable.name, first.span));
  return false;
}
