import { quote } from "./quote.ts";
import type { Reach } from "./runtime.ts";

/** What the runtime asks of an engine as `engine_VERB NAME …`; the engine's own function is `NAME_VERB`. */
const ENGINE_VERBS = [
  "lacks",
  "define",
  "create",
  "start",
  "enter",
  "wait",
  "exec",
  "view",
  "stop",
  "pause",
  "resume",
  "remove",
  "file",
  "commit",
  "rollback",
  "disk",
];

/** The same for storage drivers, as `driver_VERB NAME …`. */
const DRIVER_VERBS = [
  "lacks",
  "create",
  "import",
  "layer_directories",
  "layer_create",
  "layer_view",
  "layer_file",
  "layer_commit",
  "layer_rollback",
  "layer_usage",
  "layer_remove",
  "place",
  "place_usage",
];

/**
 * What the runtime calls before an action and after it, and what that means for each probe: `disk_before` is called only
 * in scripts with a measure that probes the disk.
 */
const PROBE_HOOKS: Readonly<Record<string, readonly string[]>> = {
  probes_before: ["memory_before", "disk_before"],
  probes_started: ["cpu_started", "memory_started", "memory_after", "disk_after"],
  probes_ran: ["memory_after", "disk_after"],
  probes_stored: ["disk_after"],
};

/** An engine or driver: what a recipe calls it, and what its bash functions begin with when not with that. */
export interface PlugIn {
  readonly name: string;
  readonly prefix?: string;
  /** What those begin with that it does not have itself, the nearest first. */
  readonly inherits?: readonly string[];
}

/** What a script's dispatchers choose between. */
export interface Choices {
  /** The engines and drivers that the plan uses. */
  readonly engines: readonly PlugIn[];
  readonly drivers: readonly PlugIn[];
  /** What the measures probe. */
  readonly probes: readonly string[];
  /** Functions that undo a step of the plan. */
  readonly undoFunctions: readonly string[];
  /** Functions to be run at the end of a check or measure, by its name. */
  readonly finallyFunctions: ReadonlyMap<string, string>;
}

/**
 * Takes from the runtime what the recipe's own lines need, through the dispatchers that are to be written between
 * the two, and writes those.
 * @param calls commands of the recipe's own lines
 * @throws Error if an engine or driver lacks a function; a mistake in its bash
 */
export function dispatch(reach: Reach, calls: Iterable<string>, choices: Choices): string[] {
  const undoFunctions = new Set(choices.undoFunctions);
  let more = reach.take(calls);
  while (more) {
    for (const undo of undoFunctionsIn(reach.lines())) undoFunctions.add(undo);
    more = reach.take([
      ...targets(reach, "engine", ENGINE_VERBS, choices.engines),
      ...targets(reach, "driver", DRIVER_VERBS, choices.drivers),
      ...Object.keys(PROBE_HOOKS)
        .filter((hook) => reach.calls.has(hook))
        .flatMap((hook) => hookFunctions(hook, choices.probes)),
      ...undoFunctions,
    ]);
  }
  return [
    ...ENGINE_VERBS.flatMap((verb) => dispatcher(reach, "engine", verb, choices.engines)),
    ...DRIVER_VERBS.flatMap((verb) => dispatcher(reach, "driver", verb, choices.drivers)),
    ...Object.keys(PROBE_HOOKS).flatMap((hook) => probeHook(reach, hook, choices.probes)),
    ...undoDispatcher(reach, [...undoFunctions].sort()),
    ...finallyDispatcher(reach, choices.finallyFunctions),
  ];
}

/** Runtime functions may acquire things too: their `undo SCOPE FUNCTION` counts like a step's. */
function undoFunctionsIn(lines: readonly string[]): string[] {
  return lines.flatMap(
    (line) => /^\s*(?:[^#]+ (?:\|\||&&) )?undo(?:_lasting)? (?:\w+|"\$\w+") (\w+)/.exec(line)?.[1] ?? [],
  );
}

function targets(reach: Reach, kind: string, verbs: readonly string[], plugins: readonly PlugIn[]): string[] {
  const used = verbs.filter((verb) => reach.calls.has(`${kind}_${verb}`));
  return used.flatMap((verb) => plugins.map((plugin) => target(reach, plugin, verb)));
}

/** Its own function, or that of the nearest one that it shares functions with. */
function target(reach: Reach, { name, prefix, inherits = [] }: PlugIn, verb: string): string {
  const names = [name, ...(prefix === undefined ? [] : [prefix]), ...inherits];
  const functions = names.map((each) => `${each.replaceAll("-", "_")}_${verb}`);
  const found = functions.find((each) => reach.has(each));
  if (found === undefined) throw new Error(`no bash function is called ${functions.join(" or ")}`);
  return found;
}

function dispatcher(reach: Reach, kind: string, verb: string, plugins: readonly PlugIn[]): string[] {
  const name = `${kind}_${verb}`;
  if (!reach.calls.has(name)) return [];
  const cases = plugins.map((plugin) => `    ${plugin.name}) ${target(reach, plugin, verb)} "\${@:2}" ;;`);
  return caseFunction(`Usage: ${name} ${kind.toUpperCase()} ARGUMENTS`, name, "$1", cases);
}

function hookFunctions(hook: string, probes: readonly string[]): string[] {
  const all = PROBE_HOOKS[hook] ?? [];
  return all.filter((name) => probes.some((probe) => name.startsWith(`${probe}_`)));
}

function probeHook(reach: Reach, hook: string, probes: readonly string[]): string[] {
  if (!reach.calls.has(hook)) return [];
  const calls = hookFunctions(hook, probes).map((name) => `  ${name} "$@"`);
  const comment = `# Usage: ${hook} ENGINE CONTAINER [N [EXTRA]]`;
  if (calls.length === 0) return ["", comment, `${hook}() { :; }`];
  return ["", comment, `${hook}() {`, ...calls, "}"];
}

function undoDispatcher(reach: Reach, functions: readonly string[]): string[] {
  if (!reach.calls.has("undo_one")) return [];
  const cases = functions.map((name) => `    ${name}) ${name} "$2" ;;`);
  const comment = "Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run";
  return caseFunction(comment, "undo_one", "$1", [...cases, "    *) return 1 ;;"]);
}

function finallyDispatcher(reach: Reach, functions: ReadonlyMap<string, string>): string[] {
  if (!reach.calls.has("block_finally")) return [];
  const cases = [...functions].map(([block, name]) => `    ${quote(block)}) ${name} ;;`);
  return caseFunction(
    "What the check or measure that ends wants to be done",
    "block_finally",
    "$BLOCK",
    cases,
  );
}

function caseFunction(comment: string, name: string, subject: string, cases: readonly string[]): string[] {
  if (cases.length === 0) return ["", `# ${comment}`, `${name}() { :; }`];
  return ["", `# ${comment}`, `${name}() {`, `  case ${subject} in`, ...cases, "  esac", "}"];
}
