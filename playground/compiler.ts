import { planText } from "../src/cli/plan-text.ts";
import { build } from "../src/compile/index.ts";
import { format } from "../src/format/index.ts";
import type { Diagnostic } from "../src/types/diagnostic.ts";

/** What the recipe is called in the page. */
export const FILE = "recipe.ctr";

/** What becomes of a recipe; undefined where its mistakes leave nothing. */
export interface Outcome {
  readonly script: string | undefined;
  readonly plan: string | undefined;
  readonly formatted: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export async function compile(text: string): Promise<Outcome> {
  const { script, plan, diagnostics } = await build(FILE, async (file) => {
    if (file === FILE) return text;
    throw new Error("the playground has one file");
  });
  const { text: formatted } = await format(FILE, text);
  return { script, plan: plan === undefined ? undefined : planText(plan), formatted, diagnostics };
}
