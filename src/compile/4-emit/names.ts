import { CELL_NUMBER, type Reference } from "../../types/text.ts";

/** What stands between a recipe's name and the shell's names: the prefix keeps `path` away from `PATH`'s like. */
export function valueVariable(name: string): string {
  return `v_${underscored(name)}`;
}

/** A function of the recipe's own: `recipe_check_only_loopback`; no runtime function begins with `recipe_`. */
export function recipeFunction(part: "check" | "measure" | "prepare" | "finally", block: string): string {
  return `recipe_${part}_${underscored(block)}`;
}

/** The runtime function of a step or undo kind: `cgroup.write` is `cgroup_write`. */
export function stepFunction(kind: string): string {
  return kind.replaceAll(/[.-]/g, "_");
}

export function underscored(name: string): string {
  return name.replaceAll("-", "_");
}

/**
 * Where the script finds a reference's value.
 * @returns the variable and, where a runtime function must fill it right before the step, the lines that do so
 */
export function lookUp(reference: Reference): { variable: string; lines: readonly string[] } {
  const { name, as, ofCell } = reference;
  if (name === CELL_NUMBER.name) return { variable: name, lines: [] };
  const dot = name.indexOf(".");
  if (dot >= 0) {
    const instance = name.slice(0, dot);
    const property = underscored(name.slice(dot + 1));
    const variable = `${property}_of_${underscored(instance)}`;
    const word = ofCell === true ? `"${instance}.$${CELL_NUMBER.name}"` : instance;
    return { variable, lines: [`instance_${property} ${word}`, `${variable}=$REPLY`] };
  }
  const value = valueVariable(name);
  if (as === undefined) return { variable: value, lines: [] };
  const form = underscored(as);
  const variable = `${form}_of_${underscored(name)}`;
  return { variable, lines: [`${form}_of "$${value}"`, `${variable}=$REPLY`] };
}
