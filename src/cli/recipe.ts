import { readFile } from "node:fs/promises";
import { text as readStream } from "node:stream/consumers";
import type { Diagnostic } from "../types/diagnostic.ts";
import type { SourceFile } from "../types/span.ts";
import type { Plan } from "../types/step.ts";
import { EXIT } from "./exit-status.ts";
import { hasColor, note } from "./output.ts";
import { CommandFault, reasonOf, Told } from "./usage.ts";

/**
 * A recipe's or an import's text; `-` is standard input.
 * @throws CommandFault if it cannot be read
 */
export async function readRecipeFile(file: string): Promise<string> {
  try {
    return file === "-" ? await readStream(process.stdin) : await readFile(file, "utf8");
  } catch (fault) {
    throw new CommandFault("cannot-read", `\`${file}\`: ${reasonOf(fault)}`);
  }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** Diagnostics for people, on standard error. */
export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SourceFile[],
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostics } = await import("../diagnostics/render.ts");
  note(renderDiagnostics(diagnostics, sources, { color: hasColor(process.stderr) }));
}

/**
 * A recipe's plan and script; what is wrong or doubtful in it is printed.
 * @throws Told if it has errors
 * @throws CommandFault if it cannot be read
 */
export async function buildRecipe(file: string): Promise<{ readonly plan: Plan; readonly script: string }> {
  const { build } = await import("../index.ts");
  const { plan, script, diagnostics, sources } = await build(file, { readFile: readRecipeFile });
  await printDiagnostics(diagnostics, sources);
  if (plan === undefined || script === undefined) throw new Told(EXIT.misuse);
  return { plan, script };
}
