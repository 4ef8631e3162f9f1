import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { build } from "../../src/compile/index.ts";

export const cases = new URL("cases/", import.meta.url);

/** The names of all cases. */
export const caseNames = readdirSync(cases);

/** Builds the recipe of a case. */
export async function buildCase(name: string): Promise<Awaited<ReturnType<typeof build>>> {
  const folder = new URL(`${name}/`, cases);
  return await build("recipe.ctr", (file) => readFile(new URL(file, folder), "utf8"));
}

/** The script of a case that has no errors. */
export async function scriptOf(name: string): Promise<string> {
  const { script, diagnostics } = await buildCase(name);
  if (script === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return script;
}

/** The functions that a script defines. */
export function functionsIn(text: string): string[] {
  return [...text.matchAll(/^([a-z]\w*)\(\) [{(]/gm)].map(([, name = ""]) => name);
}
