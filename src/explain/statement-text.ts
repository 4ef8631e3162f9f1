import type { ArgumentType, BlockName, FormRow, StatementRow } from "../../grammar/vocabulary/schema.ts";
import { clauseUsage, placeholder, typePhrase, usage } from "../../grammar/vocabulary/usage.ts";
import { engineText, termsText } from "./engine-text.ts";

/**
 * A statement in Markdown, all of it: what it means, each way to write it with its arguments and an example, and what
 * becomes of it in the versions of cgroups and with the engines.
 */
export function statementText(row: StatementRow, block: BlockName): string[] {
  const engines = engineText(row.keyword, block);
  const terms = termsText(row.keyword, block);
  return [
    row.documentation,
    "",
    ...row.forms.flatMap((form) => formText(row, form, block)),
    ...(engines === undefined ? [] : [engines, ""]),
    ...(terms === undefined ? [] : [terms, ""]),
  ];
}

function formText(row: StatementRow, form: FormRow, block: BlockName): string[] {
  const later = form.notYetBuilt === undefined ? "" : " *Not yet built.*";
  const text = `\`${usage(row.keyword, form)}\`${form.documentation === undefined ? "" : `: ${form.documentation}`}${later}`;
  return [
    text,
    "",
    ...argumentLines(form),
    "```ctr",
    form.example,
    "```",
    "",
    ...cgroupText(row.keyword, form, block),
  ];
}

function argumentLines(form: FormRow): string[] {
  const lines = form.pattern.flatMap((element) =>
    element.kind === "argument" ? [`- \`${placeholder(element)}\`: ${typeText(element.type)}`] : [],
  );
  for (const clause of form.clauses ?? []) {
    const types = clause.arguments.map((row) => typeText(row.type)).join("; ");
    const tail = types === "" ? "" : ` (${types})`;
    lines.push(`- \`${clauseUsage(clause)}\`: ${clause.documentation}${tail}`);
  }
  return lines.length === 0 ? [] : [...lines, ""];
}

/** A type with its limits, and each word of a set with what it means. */
export function typeText(type: ArgumentType): string {
  const phrase = typePhrase(type);
  switch (type.kind) {
    case "count":
      return `${phrase}, from ${type.minimum} to ${type.maximum}`;
    case "percent":
      return `${phrase}, from ${type.minimum}% to ${type.maximum}%`;
    case "literal":
      return `${phrase}: ${type.form}`;
    case "path":
      return type.where === "host"
        ? `${phrase}, relative to the recipe or absolute`
        : `${phrase} that begins with \`/\``;
    case "word":
      return `one of ${type.words.map((row) => `\`${row.word}\` (${row.documentation})`).join(", ")}`;
    case "list":
      return `a list; each ${typeText(type.of)}`;
    default:
      return phrase;
  }
}

/** Where each version of cgroups keeps a limit. */
function cgroupText(keyword: string, form: FormRow, block: BlockName): string[] {
  if (block !== "cgroup") return [];
  const { controller } = form.cgroupV1 ?? {};
  const old =
    controller === undefined ? cgroupV1Text(form) : `${cgroupV1Text(form)}, controller \`${controller}\``;
  return [`- cgroup v2: \`${keyword}\``, `- cgroup v1: ${old}`, ""];
}

/** The files of cgroup v1 that a limit is written to. */
export function cgroupV1Text({ cgroupV1 }: FormRow): string {
  if (cgroupV1 === undefined) return "none: an error when it runs";
  const files = cgroupV1.files.map((file) => `\`${file}\``).join(" ");
  return `${files}${cgroupV1.note === undefined ? "" : ` (${cgroupV1.note})`}`;
}
