import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";
import type { HostFacts } from "../index.ts";
import { readRecipeStream, readRecipeText } from "../recipe-file.ts";
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
    return file === "-" ? await readRecipeStream(process.stdin) : await readRecipeText(file);
  } catch (fault) {
    throw new CommandFault("cannot-read", `\`${file}\`: ${reasonOf(fault)}`);
  }
}

/** @throws CommandFault if standard input is among the files, which nobody can look at again */
export function refuseStandardInput(files: readonly string[]): void {
  if (files.includes("-")) {
    throw new CommandFault("cannot-watch", "standard input cannot be watched", "name the recipe's file");
  }
}

/** Memory and CPUs of this host; undefined on one that is no Linux. */
export async function hostFacts(): Promise<HostFacts | undefined> {
  const online = await readFile("/sys/devices/system/cpu/online", "utf8").catch(() => undefined);
  return online === undefined ? undefined : { memoryBytes: BigInt(totalmem()), cpus: online.trim() };
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
  if (process.stderr.isTTY) note("`ctrc explain CODE` says more about each\n");
}

/**
 * A recipe's plan and script; what is wrong or doubtful in it is printed, but no mere note on one that is right.
 * @param options where its text comes from, and a host that its limits are held against
 * @throws Told if it has errors
 * @throws CommandFault if it cannot be read
 */
export async function buildRecipe(
  file: string,
  options: { readonly host?: HostFacts | undefined; readonly readFile?: typeof readRecipeFile } = {},
): Promise<{ readonly plan: Plan; readonly script: string }> {
  const { build } = await import("../index.ts");
  const { plan, script, diagnostics, sources } = await build(file, { readFile: readRecipeFile, ...options });
  const isRight = script !== undefined;
  const shown = isRight ? diagnostics.filter(({ severity }) => severity !== "note") : diagnostics;
  await printDiagnostics(shown, sources);
  if (plan === undefined || script === undefined) throw new Told(EXIT.misuse);
  return { plan, script };
}
