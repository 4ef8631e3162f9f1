import { vocabulary } from "../grammar/vocabulary/index.ts";
import type { BlockName, BlockRows, FormRow, StatementRow } from "../grammar/vocabulary/schema.ts";
import { clauseUsage } from "../grammar/vocabulary/usage.ts";
import { enginesTable } from "../src/explain/engine-text.ts";
import { cgroupV1Text, statementText, typeText } from "../src/explain/statement-text.ts";

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
    "Capitals stand for what you write, `[…]` for what may be left out, `…` for what may be repeated. Where nothing is said of [engines](#engines), all have it.",
    "",
    ...contents,
    "- [Engines](#engines)",
    "",
    ...blocks.flatMap(blockSection),
    "## Engines",
    "",
    ...enginesTable(),
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
  return [...heading, ...actions, ...all.flatMap((row) => statementSection(row, block.name))];
}

const ACTION_BLOCKS = new Set<BlockName>(["measure", "for", "prepare", "finally"]);

/** `for` in a measure also says how long to repeat. */
function isOwn(block: BlockRows, row: StatementRow): boolean {
  const same = vocabulary.check.statements.find((each) => each.keyword === row.keyword);
  return block.name === "measure" && same?.forms.length !== row.forms.length;
}

function statementSection(row: StatementRow, block: BlockName): string[] {
  return [`### \`${row.keyword}\``, "", ...statementText(row, block)];
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
  return `| \`${form.example}\` | ${takes} | ${form.documentation ?? row.documentation} | ${cgroupV1Text(form)} |`.replaceAll(
    "\n",
    " ",
  );
}
