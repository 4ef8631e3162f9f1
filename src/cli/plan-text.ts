import { neutralise } from "../execute/4-report/neutralise.ts";
import { alignTable } from "../execute/4-report/table.ts";
import type { Requirement } from "../types/declared.ts";
import { type Privilege, privilegeName } from "../types/privilege.ts";
import type { Plan, PlanBlock, Step } from "../types/step.ts";
import type { Text } from "../types/text.ts";
import { linesText } from "./privileges-text.ts";

/** A plan as a list for people: a step a line, with its place in the recipe and what takes it down. */
export function planText(plan: Plan): string {
  const sections = [
    [
      [plan.recipe.name, plan.recipe.title]
        .filter((part) => part !== "")
        .map(neutralise)
        .join(": "),
    ],
    plan.parameters.map(
      ({ name, type, written, documentation }) =>
        `parameter ${name} ${written} (${type})${documentation === "" ? "" : `: ${documentation}`}`,
    ),
    plan.requirements.map((requirement) => `requires ${requirementText(requirement)}`),
    privilegeLines(plan),
    plan.tools.length === 0 ? [] : [`calls ${plan.tools.map(({ program }) => program).join(" ")}`],
    section("set up", plan.setUp),
    ...plan.cells.map((cell) => {
      const values = cell.values.map(({ name, written }) => `${name} ${written}`).join(", ");
      const title = values === "" ? "set up for all" : `set up cell ${cell.number}: ${values}`;
      return section(title, cell.setUp);
    }),
    ...plan.blocks.map(blockLines),
  ];
  const filled = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${filled.join("\n\n")}\n`;
}

function privilegeLines({ privileges, recipe }: Plan): string[] {
  if (privileges.length === 0) return [];
  const rows = privileges.map((privilege) => [
    linesText(privilege.spans, recipe),
    neutralise(privilegeName(privilege)),
    privilege.rootlessWith === undefined
      ? WITHOUT_ROOT[privilege.rootless]
      : `or --rootless with ${privilege.rootlessWith}`,
  ]);
  const [, ...lines] = alignTable(["", "", ""], rows, { firstNumber: 3, indent: "  " });
  return ["needs root to", ...lines];
}

const WITHOUT_ROOT: Readonly<Record<Privilege["rootless"], string>> = {
  "user-namespace": "or --rootless",
  "subordinate-ids": "or --rootless with subordinate ids",
  "delegated-cgroup": "or --rootless in a delegated cgroup",
  impossible: "",
};

function section(title: string, steps: readonly Step[]): string[] {
  if (steps.length === 0) return [];
  const rows = steps.flatMap((step) => stepRows(step, ""));
  const [, ...lines] = alignTable(["", "", ""], rows, { firstNumber: 3, indent: "  " });
  return [neutralise(title), ...lines];
}

function blockLines(block: PlanBlock): string[] {
  const { design, probes } = block;
  const often = [
    ...(design?.repeat === undefined ? [] : [`${show(design.repeat)} runs`]),
    ...(design?.forNs === undefined ? [] : [`for ${show(design.forNs)} ns`]),
    ...(design === undefined || show(design.warmup) === "0" ? [] : [`${show(design.warmup)} to warm up`]),
    ...(probes.length === 0 ? [] : [`probes ${probes.join(" ")}`]),
  ];
  const title = `${block.kind} ${block.name}${often.length === 0 ? "" : `: ${often.join(", ")}`}`;
  const begin = `${title} (line ${block.span.line})`;
  return [
    ...section(`${block.kind} ${block.name}, calibrate`, block.calibration),
    ...(block.body.length === 0 ? [begin] : []),
    ...section(`${begin}${block.prepare.length === 0 ? "" : ", prepare"}`, block.prepare),
    ...section(block.prepare.length === 0 ? begin : "  then", block.body),
    ...section("  after all runs", block.after),
    ...section("  finally", block.finally),
  ];
}

function stepRows(step: Step, indent: string): string[][] {
  const { span, undo } = step;
  const undone = undo === undefined ? "" : `${undo.kind} at the end of the ${undo.scope}`;
  const row = [`line ${span.line}`, `${indent}${step.kind} ${neutralise(stepDetail(step))}`, undone];
  if (step.kind !== "loop") return [row];
  return [row, ...step.body.flatMap((inner) => stepRows(inner, `${indent}  `))];
}

/** All that a step says besides its kind, as `name value` in the order of its fields. */
function stepDetail(step: Step): string {
  if ("written" in step) return step.written;
  if (step.kind === "container.define") {
    const options = step.options.map(({ name, values }) => [name, ...values.map(show)].join(" "));
    return [step.name, `engine ${step.engine}`, ...options].join(", ");
  }
  const { kind: _, span: __, undo: ___, ...fields } = step;
  return Object.entries(fields)
    .filter(([name, value]) => value !== undefined && name !== "body" && name !== "options")
    .map(([name, value]) => {
      const shown = WORD_LISTS.has(name) ? (value as readonly string[]).join(" ") : show(value);
      return shown === "" || MAIN_FIELDS.has(name) ? shown : `${name} ${shown}`;
    })
    .filter((part) => part !== "")
    .join(" ");
}

/** Fields that are plain without their name. */
const MAIN_FIELDS = new Set([
  "name",
  "container",
  "instance",
  "command",
  "file",
  "value",
  "driver",
  "engine",
]);

/** Fields that are lists of words, where all other lists of strings are the pieces of one text. */
const WORD_LISTS = new Set(["kinds", "variables"]);

/** Any value of a step: texts with their references, lists, and the objects that some steps have. */
function show(value: unknown): string {
  if (typeof value === "string") return word(value);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return isText(list) ? textOf(list) : list.map(show).join(" ");
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([name, field]) => name !== "span" && field !== undefined)
      .map(([name, field]) => (name === "kind" || name === "name" ? show(field) : `${name} ${show(field)}`))
      .join(" ");
  }
  return String(value);
}

function isText(value: readonly unknown[]): value is Text {
  const isPiece = (piece: unknown): boolean =>
    typeof piece === "string" ||
    (typeof piece === "object" &&
      piece !== null &&
      "name" in piece &&
      Object.keys(piece).every((key) => key === "name" || key === "as"));
  return value.length > 0 && value.every(isPiece);
}

function textOf(text: Text): string {
  return word(text.map((piece) => (typeof piece === "string" ? piece : `\${${piece.name}}`)).join(""));
}

function word(text: string): string {
  return /^[^\s"'\\]+$/.test(text) ? text : JSON.stringify(text);
}

function requirementText(requirement: Requirement): string {
  switch (requirement.kind) {
    case "root":
      return `root (line ${requirement.span.line})`;
    case "program":
      return `program ${requirement.program}`;
    case "kernel":
      return `kernel ${requirement.version}`;
    case "free":
      return `${show(requirement.sizeBytes)} bytes free`;
  }
}
