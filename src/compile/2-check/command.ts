import type { CommandNode } from "../../../grammar/ast.ts";
import type { Text } from "../../types/text.ts";
import type { Context } from "./context.ts";
import { readText } from "./values/text.ts";

/** The words of a command, none where there is no command; undefined when something was reported. */
export function commandText(command: CommandNode | undefined, context: Context): readonly Text[] | undefined {
  const words = (command?.words ?? []).map((word) => readText(word.pieces, context));
  const whole = words.filter((word) => word !== undefined);
  return whole.length === words.length ? whole : undefined;
}
