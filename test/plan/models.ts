import { plan } from "../../src/compile/3-plan/index.ts";
import { checkEngines, type PlugIns } from "../../src/compile/3-plan/plug-ins.ts";
import { check } from "../../src/compile/index.ts";
import { defaultEngine, engines } from "../../src/engines/index.ts";
import { defaultStorageDriver, storageDrivers } from "../../src/storage/index.ts";
import type { Diagnostic } from "../../src/types/diagnostic.ts";
import type { Model } from "../../src/types/model.ts";
import type { Plan, Step } from "../../src/types/step.ts";
import { known, type Text } from "../../src/types/text.ts";

export const plugIns: PlugIns = { engines, defaultEngine, storageDrivers, defaultStorageDriver };

/** The model of a recipe that is right as far as 2-check can tell. */
export async function modelOf(recipe: string): Promise<Model> {
  const { model, diagnostics } = await check("recipe.ctr", async () => recipe);
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

export async function planOf(recipe: string, using = plugIns): Promise<Plan> {
  return plan(await modelOf(recipe), using);
}

/** What the engines say about a recipe. */
export async function engineDiagnostics(recipe: string): Promise<Diagnostic[]> {
  const { diagnostics } = await check("recipe.ctr", async () => recipe);
  return diagnostics.filter(({ code }) => code.startsWith("engine-"));
}

export { checkEngines };

/** Steps as lines for people who compare: kind, what it is about, what takes it down. */
export function outline(steps: readonly Step[], indent = ""): string[] {
  return steps.flatMap((step) => {
    const { kind, span, undo, ...rest } = step;
    const details = Object.entries(rest)
      .filter(([name, value]) => name !== "body" && name !== "written" && value !== undefined)
      .map(([name, value]) => `${name}=${show(value)}`);
    const undone =
      undo === undefined ? [] : [`<- ${undo.kind} ${show(undo.name)} at the end of the ${undo.scope}`];
    const line = [`${indent}${span.line}: ${kind}`, ...details, ...undone].join(" ");
    return step.kind === "loop" ? [line, ...outline(step.body, `${indent}  `)] : [line];
  });
}

function show(value: unknown): string {
  if (Array.isArray(value) && value.every((piece) => typeof piece === "string")) {
    return known(value as Text) ?? "";
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
