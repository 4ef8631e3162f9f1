import type { Engine } from "../../types/engine.ts";
import { privilegeName } from "../../types/privilege.ts";
import type { Plan } from "../../types/step.ts";
import type { Origin } from "./header.ts";
import { valueVariable } from "./names.ts";
import { printable } from "./printable.ts";
import { quote } from "./quote.ts";
import { stepFunctions } from "./recipe.ts";

/**
 * What the runtime reads about this recipe, and the parameters.
 * @param engines those that the plan uses
 * @param used words of the rest of the script: what nobody reads is left out
 */
export function writeConstants(
  plan: Plan,
  origin: Origin,
  engines: readonly Engine[],
  used: ReadonlySet<string>,
): string[] {
  const scalars: Readonly<Record<string, string>> = {
    RECIPE: plan.recipe.name,
    TITLE: plan.recipe.title,
    RECIPE_FILE: origin.sources[0]?.file ?? "",
    RECIPE_DIGEST: origin.digest,
    CTRC_VERSION: origin.version,
    CGROUPS_OF: engines.some(({ makesCgroups }) => makesCgroups === true) ? "engines" : "script",
  };
  const arrays: Readonly<Record<string, readonly string[]>> = {
    PARAMETERS: plan.parameters.map(({ name }) => name),
    PARAMETER_TYPES: plan.parameters.map(({ type }) => type),
    PARAMETER_WRITTEN: plan.parameters.map(({ written }) => written),
    PARAMETER_DOCS: plan.parameters.map(({ documentation }) => documentation),
    BLOCKS: plan.blocks.map(({ name }) => name),
    BLOCK_KINDS: plan.blocks.map(({ kind }) => kind),
    CELL_TEXTS: plan.cells.map(({ values }) =>
      values.map(({ name, written }) => `${name} ${written}`).join(", "),
    ),
    CELL_VALUES: plan.cells.map(({ values }) =>
      JSON.stringify(Object.fromEntries(values.map(({ name, value }) => [name, value]))),
    ),
    RECIPE_FUNCTIONS: stepFunctions(plan),
    ROOT_ONLY: plan.privileges.flatMap((privilege) =>
      privilege.rootless === "impossible" && privilege.need !== undefined
        ? [`${privilege.need.name} ${privilegeName(privilege)}`]
        : [],
    ),
  };
  const cells = used.has("CELLS") ? [`CELLS=${plan.cells.length}`] : [];
  return [
    ...Object.entries(scalars).flatMap(([name, value]) =>
      used.has(name) ? [`${name}=${quoteName(value)}`] : [],
    ),
    ...writeParameters(plan, used),
    ...cells,
    ...Object.entries(arrays).flatMap(([name, values]) => (used.has(name) ? writeArray(name, values) : [])),
  ];
}

/** Shellcheck takes `image-files` for a subtraction where the script has variables of these names. */
function quoteName(value: string): string {
  return /^\w+-[\w.]+$/.test(value) ? `'${value}'` : quote(value);
}

/** A parameter that no step mentions is listed, and has no variable. */
function writeParameters(plan: Plan, used: ReadonlySet<string>): string[] {
  return plan.parameters.flatMap(({ name, value, written, documentation }) => {
    const variable = valueVariable(name);
    if (!used.has(variable)) return [];
    const explained = documentation === "" ? name : `${name}: ${documentation}`;
    return [`# ${printable(`${explained} (${written})`)}`, `${variable}=${quote(value)}`];
  });
}

/** On one line as long as it stays readable. */
function writeArray(name: string, values: readonly string[]): string[] {
  const words = values.map((value) => quote(value));
  const oneLine = `${name}=(${words.join(" ")})`;
  if (oneLine.length <= 100 && !oneLine.includes("\n")) return [oneLine];
  return [`${name}=(`, ...words.map((word) => `  ${word}`), ")"];
}
