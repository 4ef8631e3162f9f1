import { format as formatWithPrettier } from "prettier/standalone";
import { parse } from "../compile/1-parse/parse.ts";
import type { Diagnostic } from "../types/diagnostic.ts";
import * as plugin from "./plugin.ts";
import { hasSameMeaning } from "./same-meaning.ts";

export interface Formatted {
  /** The recipe laid out; undefined where its syntax has errors. */
  readonly text: string | undefined;
  /** What is wrong with its syntax. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lays a recipe out. What it means stays the same, and so do its comments.
 * @param file how diagnostics name it
 * @param text as it was read
 * @throws Error if the result would not mean the same, which is a defect of ours
 */
export async function format(file: string, text: string): Promise<Formatted> {
  const { recipe, diagnostics } = parse(file, text);
  if (diagnostics.some(({ severity }) => severity === "error")) return { text: undefined, diagnostics };
  const formatted = await formatWithPrettier(text, { parser: "ctr", plugins: [plugin], endOfLine: "lf" });
  if (!hasSameMeaning(recipe, parse(file, formatted).recipe)) {
    throw new Error(`formatting \`${file}\` would change what it means`);
  }
  return { text: formatted, diagnostics };
}
