import type {
  BlockName,
  ClauseRow,
  FormRow,
  StatementRow,
  WordRow,
} from "../../grammar/vocabulary/schema.ts";
import { clauseUsage, kindPhrase, typePhrase, usage } from "../../grammar/vocabulary/usage.ts";
import { engineText } from "../explain/engine-text.ts";
import type { Place } from "./symbols.ts";

/** A statement in Markdown: what it means, how it is written, and what becomes of it. */
export function statementText(
  row: StatementRow,
  block: BlockName,
  written: FormRow | undefined = undefined,
): string {
  const engines = engineText(row.keyword, block);
  const forms = written === undefined ? row.forms : [written];
  const about = written?.documentation === undefined || row.forms.length === 1 ? [] : [written.documentation];
  const usages = forms.map((form) => usage(row.keyword, form));
  const [example] = forms.map((form) => form.example);
  return [
    row.documentation,
    ...about,
    code(usages.join("\n")),
    ...forms.flatMap((form) => argumentLines(form)),
    ...forms.flatMap((form) => mapping(row.keyword, form)),
    ...(engines === undefined ? [] : [engines]),
    ...(example === undefined ? [] : [`For example:\n${code(example)}`]),
    ...(forms.every((form) => form.notYetBuilt !== undefined) ? ["*Not yet built.*"] : []),
  ].join("\n\n");
}

export function clauseText(clause: ClauseRow): string {
  return `${code(clauseUsage(clause))}\n\n${clause.documentation}`;
}

export function wordText({ word, documentation, notYetBuilt }: WordRow, noun: string): string {
  return `\`${word}\`, ${noun}: ${documentation}${notYetBuilt === true ? "\n\n*Not yet built.*" : ""}`;
}

/** Where a name is given: the whole statement, or its first lines. */
export function declarationText({ analysis, occurrence }: Place): string {
  const { statement } = occurrence.entry;
  const lineStart = analysis.text.lastIndexOf("\n", statement.span.start - 1) + 1;
  const margin = statement.span.start - lineStart;
  const lines = analysis.text.slice(statement.span.start, statement.span.end).split(/\r?\n/);
  const shown = lines
    .slice(0, LONGEST_EXCERPT)
    .map((line, index) => (index === 0 ? line : line.slice(margin)));
  const rest = lines.length > LONGEST_EXCERPT ? ["  …"] : [];
  const kind = kindPhrase(occurrence.kinds[0] ?? "");
  return `${code([...shown, ...rest].join("\n"))}\n\n${kind}, ${analysis.file.split("/").at(-1)}:${statement.span.line}`;
}

const LONGEST_EXCERPT = 12;

/** What a limit is called in each version of cgroups. */
function mapping(keyword: string, { cgroupV1, example }: FormRow): string[] {
  if (!/^(?:cpu|cpuset|memory|pids|io|hugetlb)\./.test(keyword) || !example.startsWith(keyword)) return [];
  const old =
    cgroupV1 === undefined
      ? "none: an error when it runs"
      : `${cgroupV1.files.map((file) => `\`${file}\``).join(", ")} of \`${cgroupV1.controller}\`${cgroupV1.note === undefined ? "" : `; ${cgroupV1.note}`}`;
  return [`| cgroup | file |\n| --- | --- |\n| v2 | \`${keyword}\` |\n| v1 | ${old} |`];
}

function argumentLines({ pattern, clauses = [] }: FormRow): string[] {
  const rows = pattern.flatMap((element) =>
    element.kind === "argument" ? [`- \`${element.name}\`: ${typePhrase(element.type)}`] : [],
  );
  const more = clauses.map((clause) => `- \`${clauseUsage(clause)}\`: ${clause.documentation}`);
  return rows.length + more.length === 0 ? [] : [[...rows, ...more].join("\n")];
}

function code(text: string): string {
  return `\`\`\`ctr\n${text}\n\`\`\``;
}
