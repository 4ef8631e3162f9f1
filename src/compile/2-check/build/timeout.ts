import type { Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import type { Entry } from "../entry.ts";
import { readValue } from "../values/read.ts";

/** The `timeout` before a block, in nanoseconds. */
export function timeoutOf({ match }: Entry, context: Context): Text | undefined {
  const found = match.clauses.find(({ clause }) => clause.words[0] === "timeout");
  const [row] = found?.clause.arguments ?? [];
  const node = found?.arguments.get("timeout")?.[0];
  if (row === undefined || node === undefined) return undefined;
  const value = readValue(row.type, node, "timeout", context);
  return value?.kind === "text" ? value.text : undefined;
}
