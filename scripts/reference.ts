import { vocabulary } from "../grammar/vocabulary/index.ts";
import type {
  ArgumentType,
  BlockName,
  BlockRows,
  FormRow,
  StatementRow,
} from "../grammar/vocabulary/schema.ts";
import { clauseUsage, placeholder, typePhrase, usage } from "../grammar/vocabulary/usage.ts";

const TITLES: Readonly<Record<BlockName, string>> = {
  recipe: "The recipe itself",
  matrix: "matrix",
  cgroup: "cgroup",
  namespace: "namespace",
  image: "image",
  build: "build",
  storage: "storage",
  container: "container",
  check: "check",
  measure: "measure",
  for: "for",
  prepare: "prepare",
  finally: "finally",
};

/** docs/language-reference.md: every statement of the vocabulary, by the block that it stands in. */
export function reference(): string {
  const blocks = Object.values(vocabulary);
  const contents = blocks.map((block) => `- [${TITLES[block.name]}](#${anchor(block.name)})`);
  return [
    "# Language reference",
    "",
    "Made from `grammar/vocabulary/`; change it there. [language.md](language.md) is the tour, with the rules for words, strings and commands.",
    "",
    "Capitals stand for what you write, `[…]` for what may be left out, `…` for what may be repeated.",
    "",
    ...contents,
    "",
    ...blocks.flatMap(blockSection),
  ].join("\n");
}

function anchor(name: BlockName): string {
  return TITLES[name].toLowerCase().replaceAll(" ", "-");
}

function blockSection(block: BlockRows): string[] {
  const heading = [`## ${TITLES[block.name]}`, "", block.documentation, ""];
  if (block.name === "cgroup") return [...heading, ...cgroupTable(block)];
  const actions = ACTION_BLOCKS.has(block.name)
    ? [`Every action of a [check](#${anchor("check")}) can stand here.`, ""]
    : [];
  const checkKeywords = new Set(vocabulary.check.statements.map((row) => row.keyword));
  // The actions are written out once, under `check`; the blocks that take them too show what is their own.
  const rows = block.statements.filter(
    (row) => !ACTION_BLOCKS.has(block.name) || !checkKeywords.has(row.keyword) || isOwn(block, row),
  );
  const all = block.open === undefined ? rows : [block.open, ...rows];
  return [...heading, ...actions, ...all.flatMap((row) => statementSection(row))];
}

const ACTION_BLOCKS = new Set<BlockName>(["measure", "for", "prepare", "finally"]);

/** `for` in a measure also says how long to repeat. */
function isOwn(block: BlockRows, row: StatementRow): boolean {
  const same = vocabulary.check.statements.find((each) => each.keyword === row.keyword);
  return block.name === "measure" && same?.forms.length !== row.forms.length;
}

function statementSection(row: StatementRow): string[] {
  return [`### \`${row.keyword}\``, "", row.documentation, "", ...formSections(row)];
}

function formSections(row: StatementRow): string[] {
  return row.forms.flatMap((form) => {
    const later = form.notYetBuilt === undefined ? "" : " *Not yet built.*";
    const text = `\`${usage(row.keyword, form)}\`${form.documentation === undefined ? "" : `: ${form.documentation}`}${later}`;
    return [text, "", ...argumentLines(form), "```ctr", form.example, "```", ""];
  });
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
function typeText(type: ArgumentType): string {
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
      return `one of ${type.words.map((row) => `\`${row.word}\` (${row.documentation}${row.notYetBuilt === true ? "; not yet built" : ""})`).join(", ")}`;
    case "list":
      return `a list; each ${typeText(type.of)}`;
    default:
      return phrase;
  }
}

function cgroupTable(block: BlockRows): string[] {
  const rows = block.statements.flatMap((row) => row.forms.map((form) => cgroupRow(row, form)));
  return ["| limit | takes | meaning | cgroup v1 |", "| --- | --- | --- | --- |", ...rows, ""];
}

function cgroupRow(row: StatementRow, form: FormRow): string {
  const types = form.pattern.flatMap((element) =>
    element.kind === "argument" ? [typeText(element.type)] : [],
  );
  const clauses = (form.clauses ?? []).map((clause) => `\`${clauseUsage(clause)}\``);
  const takes = [...types, ...clauses].join(", ");
  const { cgroupV1: v1 } = form;
  const files = v1?.files.map((file) => `\`${file}\``).join(" ") ?? "";
  const old =
    v1 === undefined
      ? "none: an error when it runs"
      : `${files}${v1.note === undefined ? "" : ` (${v1.note})`}`;
  return `| \`${form.example}\` | ${takes} | ${row.documentation} | ${old} |`.replaceAll("\n", " ");
}
