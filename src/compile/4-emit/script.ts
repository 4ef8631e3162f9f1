import type { Runtime } from "../../types/bash.ts";
import type { Engine } from "../../types/engine.ts";
import { type Plan, type Step, stepsOf } from "../../types/step.ts";
import type { StorageDriver } from "../../types/storage.ts";
import { writeConstants } from "./constants.ts";
import { recipeDigest } from "./digest.ts";
import { dispatch } from "./dispatch.ts";
import { nameInScript } from "./file-names.ts";
import { type Origin, writeHeader } from "./header.ts";
import { stepFunction } from "./names.ts";
import { placesOf } from "./places.ts";
import { quote } from "./quote.ts";
import { finallyFunctions, writeRecipe } from "./recipe.ts";
import { writeRequirements } from "./requirements.ts";
import { callsOf, parseBash, Reach, wordsOf } from "./runtime.ts";
import { writeVariables } from "./variables.ts";

/** What a script is made from, besides its plan. */
export interface Parts {
  readonly runtime: Runtime;
  readonly engines: readonly Engine[];
  readonly storageDrivers: readonly StorageDriver[];
  /** The version of ctrc, for the header. */
  readonly version: string;
}

/**
 * Writes a plan out as one bash script.
 * @returns the text: the same for the same plan and parts, wherever it is made
 * @throws Error for a mistake in our own bash: a function that is missing, or defined twice
 */
export function emit(plan: Plan, parts: Parts): string {
  const steps = [
    ...plan.setUp,
    ...plan.cells.flatMap((cell) => cell.setUp),
    ...plan.blocks.flatMap(stepsOf),
  ].flatMap(flatten);
  const engines = parts.engines.filter(({ name }) =>
    steps.some((step) => "engine" in step && step.engine === name),
  );
  const drivers = parts.storageDrivers.filter(({ name }) =>
    steps.some((step) => "driver" in step && step.driver === name),
  );
  const places = placesOf(plan.recipe);
  const recipe = writeRecipe(plan, places);
  const requirements = writeRequirements(plan, places);

  const plugins = [...engines, ...drivers];
  // Drivers may share a file.
  const files = new Map(
    [...parts.runtime.files, ...plugins.flatMap(({ bash }) => bash)].map((file) => [file.file, file]),
  );
  const reach = new Reach([...files.values()].map(parseBash));
  const dispatchers = dispatch(reach, callsOf([...recipe, ...requirements, ...LAST_LINES]), {
    engines,
    drivers,
    probes: plan.blocks.flatMap(({ probes }) => probes),
    undoFunctions: steps.flatMap(({ undo }) => (undo === undefined ? [] : [stepFunction(undo.kind)])),
    finallyFunctions: finallyFunctions(plan),
  });
  const used = wordsOf([...reach.lines(), ...recipe, ...requirements]);
  const programs = [parts.runtime.programs, ...engines.map((engine) => engine.programs)].flatMap((all) =>
    Object.entries(all).filter(([name]) => used.has(name)),
  );

  const origin = originOf(plan, parts.version);
  const constants = writeConstants(plan, origin, engines, used);
  const variables = writeVariables([...constants, ...reach.lines(), ...recipe]);
  return text([
    "#!/usr/bin/env bash",
    ...writeHeader(plan, origin),
    "",
    ...parts.runtime.guard.trimEnd().split("\n"),
    "",
    "# ---- this recipe ----",
    "",
    ...constants,
    "",
    ...programs.flatMap(([name, program]) => [`${name}=${quote(program)}`, ""]),
    ...reach.text(),
    "# ---- what this recipe uses of it ----",
    ...dispatchers,
    ...variables,
    "",
    "# ---- the recipe's steps ----",
    ...requirements,
    ...recipe,
    "",
    ...LAST_LINES,
  ]);
}

/** In braces, so that bash has read the whole file before it begins, and reads nothing of it afterwards. */
const LAST_LINES = ["{", '  main "$@"', "  exit", "}"];

function originOf(plan: Plan, version: string): Origin {
  const main = plan.recipe.sources[0]?.file ?? "";
  const sources = plan.recipe.sources.map(({ file, text }) => ({ file: nameInScript(main, file), text }));
  return { version, digest: recipeDigest(sources), sources };
}

function flatten(step: Step): Step[] {
  return step.kind === "loop" ? step.body.flatMap(flatten) : [step];
}

/** Runs of blank lines become one. */
function text(lines: readonly string[]): string {
  const kept = lines.filter((line, at) => line !== "" || lines[at - 1] !== "");
  return `${kept.join("\n")}\n`;
}
