import type { Parameter } from "../../../types/declared.ts";
import { known } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import { declareVariable } from "../declare.ts";
import type { Entry } from "../entry.ts";
import { isTextual, plainText } from "../nodes.ts";
import { readEntry } from "../read-entry.ts";

/** Enters a `param` as a variable. One whose default is wrong is entered without a type. */
export function buildParameter(entry: Entry, context: Context): Parameter | undefined {
  const values = readEntry(entry, context);
  const node = entry.match.positional.get("name")?.[0];
  const name = node !== undefined && isTextual(node) ? plainText(node.pieces) : undefined;
  if (name === undefined || node === undefined) return undefined;
  const value = values?.all("default")[0];
  const typed = value?.kind === "typed" ? value.value : undefined;
  const declared = declareVariable(
    {
      name,
      source: "parameter",
      type: typed?.type,
      literals: typed === undefined ? [] : [typed.literal],
      span: node.span,
    },
    context,
  );
  if (!declared || typed === undefined || values === undefined) return undefined;
  context.names.declare({ kind: "variable", name, span: node.span });
  const documentation = values.optionalText("documentation");
  return {
    name,
    type: typed.type,
    value: typed.value,
    written: typed.written,
    documentation: documentation === undefined ? "" : (known(documentation) ?? ""),
    span: entry.statement.span,
  };
}
