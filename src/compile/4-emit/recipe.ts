import type { Design } from "../../types/model.ts";
import type { Cell, Plan, PlanBlock, Step } from "../../types/step.ts";
import { known, type Text } from "../../types/text.ts";
import { ALARM_CLEAR, alarmSet } from "./alarm.ts";
import { recipeFunction, valueVariable } from "./names.ts";
import { quote } from "./quote.ts";
import { wordsOf } from "./runtime.ts";
import { indent, type Places, writeSteps } from "./steps.ts";
import { layOut, Words } from "./words.ts";

/** The recipe's own functions, and `recipe_run`, which says in which order they are called. */
export function writeRecipe(plan: Plan, places: Places): string[] {
  const blocks = plan.blocks.flatMap((block) => writeBlock(block, places));
  const schedule = writeSchedule(plan, places);
  const used = wordsOf([...blocks, ...schedule]);
  return [
    ...(plan.setUp.length === 0
      ? []
      : bashFunction("recipe_set_up", [], writeSteps(plan.setUp, places, "return"))),
    ...plan.cells.flatMap((cell) => writeCell(cell, places)),
    ...writeValues(plan.cells, used),
    ...blocks,
    ...schedule,
  ];
}

/** The functions with steps in them, in the order in which they run. */
export function stepFunctions(plan: Plan): string[] {
  return [
    ...(plan.setUp.length === 0 ? [] : ["recipe_set_up"]),
    ...plan.cells.map(cellFunction),
    ...(plan.cells.length > 1 ? ["recipe_values"] : []),
    ...plan.blocks.flatMap((block) => [
      ...(block.kind === "check" || block.prepare.length === 0
        ? []
        : [recipeFunction("prepare", block.name)]),
      recipeFunction(block.kind, block.name),
      ...(block.finally.length === 0 ? [] : [recipeFunction("finally", block.name)]),
    ]),
  ];
}

/** The functions to call at the end of checks and measures, by their names. */
export function finallyFunctions(plan: Plan): Map<string, string> {
  const ending = plan.blocks.filter((block) => block.finally.length > 0);
  return new Map(ending.map((block) => [block.name, recipeFunction("finally", block.name)]));
}

function writeCell(cell: Cell, places: Places): string[] {
  const comment = cell.values.map(({ name, written }) => `${name} ${written}`).join(", ");
  const lines = writeSteps(cell.setUp, places, "return");
  return bashFunction(cellFunction(cell), comment === "" ? [] : [`# Cell ${cell.number}: ${comment}`], lines);
}

/** @param used the words of the checks and measures; a variable that is not among them is not set */
function writeValues(cells: readonly Cell[], used: ReadonlySet<string>): string[] {
  const turns = cells.flatMap(({ number, values }) => {
    const assignments = values
      .filter(({ name }) => used.has(valueVariable(name)))
      .map(({ name, value }) => `${valueVariable(name)}=${quote(value)}`);
    return assignments.length === 0 ? [] : [`  ${number}) ${assignments.join(" ")} ;;`];
  });
  const lines = turns.length === 0 ? [] : ["case $CELL in", ...turns, "esac"];
  return bashFunction("recipe_values", ["# The values of the matrix in the cell whose turn it is."], lines);
}

function cellFunction(cell: Cell): string {
  return `recipe_cell_${cell.number}`;
}

function writeBlock(block: PlanBlock, places: Places): string[] {
  const comment = [`# ${places.place(block.span)}: ${block.kind} ${block.name}`];
  const part = (name: "prepare" | "finally" | "check" | "measure", steps: readonly Step[]) => {
    const own = writeSteps(steps, places, name === "finally" ? "in the end" : "return");
    // What a measure prepares is no observation.
    const lines = name === "prepare" ? ["prepare_begin", ...own, "prepare_end"] : own;
    const title = name === block.kind ? comment : [`${comment[0]}, ${name}`];
    return bashFunction(recipeFunction(name, block.name), title, lines);
  };
  // A check that cannot be prepared has nothing to say: one function, so that a failed expectation ends both.
  const isCheck = block.kind === "check";
  return [
    ...(isCheck || block.prepare.length === 0 ? [] : part("prepare", block.prepare)),
    ...part(block.kind, isCheck ? [...block.prepare, ...block.body] : block.body),
    ...(block.finally.length === 0 ? [] : part("finally", block.finally)),
  ];
}

function writeSchedule(plan: Plan, places: Places): string[] {
  const { takesTurns } = plan;
  const blocks = plan.blocks.flatMap((block) => writeTurn(block, places, takesTurns));
  const isOneCell = plan.cells.length === 1;
  const ofCell = takesTurns ? [] : [...(isOneCell ? blocks : ["recipe_blocks"]), "cell_end"];
  const cells = plan.cells.flatMap((cell) => [
    `if cell_selected ${cell.number}${possible(cell)}; then`,
    ...[`cell_begin ${cell.number}${takesTurns ? " together" : ""}`, cellFunction(cell), ...ofCell].map(
      indent,
    ),
    "fi",
  ]);
  const setUp = plan.setUp.length === 0 ? [] : ["recipe_set_up"];
  const ending = plan.cells.some(({ needs }) => needs.length > 0) ? ["cells_done"] : [];
  const comment = takesTurns
    ? "# The checks and measures; the cells take turns."
    : "# The checks and measures of one cell.";
  return [
    ...(isOneCell ? [] : bashFunction("recipe_blocks", [comment], blocks)),
    ...bashFunction(
      "recipe_run",
      ["# Everything, in order."],
      [
        "run_begin",
        ...writeProbes(plan),
        ...setUp,
        ...cells,
        ...ending,
        ...(takesTurns ? ["recipe_blocks", "cell_end"] : []),
      ],
    ),
  ];
}

/** Probes for which containers must be in more cgroups. */
const COUNTING = ["io", "pids", "pressure"] as const;

function writeProbes({ blocks }: Plan): string[] {
  const used = COUNTING.filter((probe) => blocks.some(({ probes }) => probes.includes(probe)));
  return used.length === 0 ? [] : [`probe_begin ${used.join(" ")}`];
}

/** Whether this host has the engines, storage drivers and cores of a cell. */
function possible({ number, needs }: Cell): string {
  const words = needs.flatMap(({ kind, name }) => (kind === "cores" ? [] : [kind, quote(name)]));
  const cores = needs.filter(({ kind }) => kind === "cores").map(({ name }) => name);
  return [
    words.length === 0 ? "" : ` && cell_possible ${[number, ...words].join(" ")}`,
    ...cores.map((count) => ` && cell_has_cores ${number} ${count}`),
  ].join("");
}

/** A check or measure in its turn; a check in each cell that is there. */
function writeTurn(block: PlanBlock, places: Places, takesTurns: boolean): string[] {
  const begin = `block_begin ${block.kind} ${quote(block.name)} ${block.span.line}${leaves(block)}`;
  const noted = block.finally.length === 0 ? [] : ["finally_note"];
  const notedInCells =
    takesTurns && noted.length > 0 ? ["while cell_next; do", ...noted.map(indent), "done"] : noted;
  const words = new Words();
  const { set, clear } = blockAlarm(block, words);
  const steps = [
    ...noted,
    ...words.before,
    ...set,
    recipeFunction(block.kind, block.name),
    ...clear,
    "block_end",
  ];
  const check = [`if ${begin}; then`, ...steps.map(indent), "fi"];
  const checks = takesTurns ? ["while cell_next; do", ...check.map(indent), "done"] : check;
  const lines = block.kind === "check" ? checks : [begin, ...notedInCells, ...writeMeasuring(block, places)];
  return [`if block_selected ${quote(block.name)}; then`, ...lines.map(indent), "fi"];
}

/** The lines before and after what a check or measure may take only so long for: neither its `finally` nor what takes it down. */
function blockAlarm({ kind, name, timeoutNs }: PlanBlock, words: Words): Record<"set" | "clear", string[]> {
  if (timeoutNs === undefined) return { set: [], clear: [] };
  const set = layOut(alarmSet(timeoutNs, words, `${kind} ${name}`), "");
  return { set, clear: layOut(ALARM_CLEAR, "") };
}

/** For whom a check or measure leaves something, so that a run which goes on has to do it again: ` cell`, ` runs`, or nothing. */
function leaves({ kind, prepare, body }: PlanBlock): string {
  const flat = (step: Step): Step[] => (step.kind === "loop" ? step.body.flatMap(flat) : [step]);
  const steps = [...prepare, ...body].flatMap(flat);
  if (steps.some(({ kind, undo }) => undo?.scope === "cell" || LASTING.has(kind))) return " cell";
  return kind === "measure" && steps.some(({ kind }) => kind === "container.start") ? " runs" : "";
}

const LASTING: ReadonlySet<Step["kind"]> = new Set([
  "container.commit",
  "container.rollback",
  "image.load",
  "image.import",
]);

function writeMeasuring(block: PlanBlock, places: Places): string[] {
  const { design } = block;
  if (design === undefined) throw new Error(`measure ${block.name} has no design`);
  const words = new Words();
  const begin = layOut({ name: "measure_begin", groups: designGroups(design, block, words) }, "");
  const variable = design.variable === undefined ? undefined : valueVariable(design.variable);
  const alarm = blockAlarm(block, words);
  const isVariableUsed = variable !== undefined && wordsOf(writeBlock(block, places)).has(variable);
  return [
    ...words.before,
    ...begin,
    ...writeCalibration(block, places, alarm),
    ...alarm.set,
    "while measure_next; do",
    ...[
      ...(isVariableUsed ? [`${variable}=$ITERATION`] : []),
      ...(block.prepare.length === 0 ? [] : [recipeFunction("prepare", block.name), UNLESS_PREPARED]),
      recipeFunction("measure", block.name),
    ].map(indent),
    "done",
    ...alarm.clear,
    "while measure_close; do",
    ...[...writeSteps(block.after, places, "go on"), "block_finally"].map(indent),
    "done",
    "measure_end",
  ];
}

/** It has as long as the runs, and takes nothing from them: the recipe need not have asked for it. */
function writeCalibration(
  { calibration }: PlanBlock,
  places: Places,
  { set, clear }: ReturnType<typeof blockAlarm>,
): string[] {
  const lines = writeSteps(calibration, places, "go on");
  return lines.length === 0
    ? []
    : [...set, "while calibrate_next; do", ...lines.map(indent), "done", ...clear];
}

function designGroups(design: Design, { probes }: PlanBlock, words: Words): string[][] {
  const { repeat, forNs, until, warmup, order, seed, exclusions } = design;
  const option = (name: string, ...values: readonly (Text | string | undefined)[]): string[] =>
    values.includes(undefined)
      ? []
      : [`--${name}`, ...words.words(values.filter((value) => value !== undefined))];
  return [
    option("repeat", repeat),
    option("for", forNs),
    option("until", until?.percent, until?.max),
    option("of", until?.of),
    known(warmup) === "0" ? [] : option("warmup", warmup),
    order === "sequential" ? [] : option("order", order),
    option("seed", seed),
    option("probe", probes.join(" ")),
    ...exclusions.map(({ cause, share, written }) =>
      option("exclude", written, cause, share?.operator ?? ">", share?.percent ?? "0"),
    ),
  ];
}

/** A run that could not be prepared is none. */
const UNLESS_PREPARED = "[[ $BLOCK_OUTCOME == passed ]] || continue";

/** A function's lines, after a blank one. */
export function bashFunction(name: string, comment: readonly string[], lines: readonly string[]): string[] {
  const body = lines.length === 0 ? [":"] : lines;
  return ["", ...comment, `${name}() {`, ...body.map(indent), "}"];
}
