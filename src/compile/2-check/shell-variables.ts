import type { Reference } from "../../types/text.ts";
import type { Context } from "./context.ts";
import { interpolated } from "./values/references.ts";

/** The recipe's variables that a shell text mentions, as whole words, `-` written `_`; they count as used. */
export function shellVariables(text: string, { scope, names }: Context): Reference[] {
  const words = new Set(text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []);
  const mentioned = scope
    .all()
    .filter(({ name, type }) => type !== undefined && words.has(name.replaceAll("-", "_")));
  for (const { name } of mentioned) names.use(["variable"], name);
  return mentioned.map(interpolated);
}
