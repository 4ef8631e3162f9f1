import type { Diagnostic } from "../types/diagnostic.ts";
import type { SourceFile } from "../types/span.ts";
import { readHeader } from "./4-emit/header.ts";
import { build } from "./index.ts";

/** Where a recipe is compiled from, in place of the text in a script's header. */
export interface RecipeFile {
  readonly file: string;
  /** Rejects if there is no such file. */
  readonly readFile: (file: string) => Promise<string>;
}

export type Verification =
  | { readonly verdict: "same" }
  /** No script that ctrc made, or its header was changed beyond recognition. */
  | { readonly verdict: "no-header" }
  | {
      readonly verdict: "recipe-has-errors";
      readonly diagnostics: Diagnostic[];
      readonly sources: readonly SourceFile[];
    }
  | {
      readonly verdict: "different";
      /** The first line of the script that is not what the recipe compiles to, from 1. */
      readonly line: number;
      /** The version of ctrc that made the script. */
      readonly version: string;
      /** Whether the recipe has another digest than the one that the script was made from. */
      readonly isOtherRecipe: boolean;
    };

/**
 * Compiles the recipe in a script's header again and compares, byte by byte.
 * @param recipe is compiled in its place, if given
 */
export async function verify(script: string, recipe?: RecipeFile): Promise<Verification> {
  const header = readHeader(script);
  const [main] = header?.sources ?? [];
  if (header === undefined || main === undefined) return { verdict: "no-header" };
  const embedded = new Map(header.sources.map(({ file, text }) => [file, text]));
  const { file, readFile } = recipe ?? {
    file: main.file,
    readFile: async (name: string) => {
      const text = embedded.get(name);
      if (text === undefined) throw new Error(`the header has no ${name}`);
      return text;
    },
  };
  const built = await build(file, readFile);
  if (built.script === undefined) {
    return { verdict: "recipe-has-errors", diagnostics: built.diagnostics, sources: built.sources };
  }
  if (built.script === script) return { verdict: "same" };
  return {
    verdict: "different",
    line: firstDifference(script, built.script),
    version: header.version,
    isOtherRecipe: header.digest !== readHeader(built.script)?.digest,
  };
}

function firstDifference(one: string, other: string): number {
  const [lines, others] = [one.split("\n"), other.split("\n")];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return at < 0 ? lines.length + 1 : at + 1;
}
