import type { Context } from "./context.ts";

/** The recipe's variables that a shell text mentions, as whole words, `-` written `_`; they count as used. */
export function shellVariables(text: string, { scope, names }: Context): string[] {
  const words = new Set(text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []);
  const mentioned = scope
    .all()
    .map((variable) => variable.name)
    .filter((name) => words.has(name.replaceAll("-", "_")));
  for (const name of mentioned) names.use(["variable"], name);
  return mentioned;
}
