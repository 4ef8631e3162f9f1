import type { BlockRows, StatementRow } from "../../grammar/vocabulary/schema.ts";
import { blocks, fixedWords, namesFirst, type Role, roleOf, units, valueWords } from "./words.ts";

/** A rule of a TextMate grammar, as far as this one uses them. */
interface Rule {
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}

type Captures = Readonly<Record<string, { readonly name: string }>>;

/** What can be part of a bare word, so that `memory` is not found in `memory.max`. */
const WORD = "[A-Za-z0-9_.%+-]";
const BEFORE = `(?<!${WORD})`;
const AFTER = `(?!${WORD})`;
const NAME = "[a-z][a-z0-9-]*";
/** A statement begins its line, or its block. */
const START = "(?:^|(?<=\\{))[ \\t]*";
/** A statement ends with its line, unless a `\` joins the next one to it, or with the block around it. */
const END = "(?<![\\\\\\n])$|(?=[ \\t]*\\})";

const SCOPES: Readonly<Record<Role, string>> = {
  declaration: "keyword.declaration.ctr",
  setting: "support.type.property-name.ctr",
  action: "keyword.control.action.ctr",
};

/** editors/vscode/syntaxes/ctr.tmLanguage.json: the vocabulary as a TextMate grammar. */
export function textMateGrammar(): string {
  const rules = new Map<StatementRow, { readonly name: string; readonly rule: Rule }>();
  for (const block of blocks) {
    for (const row of block.statements) {
      // Blocks that take actions share their rows.
      if (rules.has(row)) continue;
      const isTaken = [...rules.values()].some(({ name }) => name === `statement-${row.keyword}`);
      const name = `statement-${row.keyword}${isTaken ? `-of-${block.name}` : ""}`;
      rules.set(row, { name, rule: statement(row, block) });
    }
  }
  const repository = Object.fromEntries([
    ...Object.entries(COMMON),
    ...blocks.map((block) => [
      `block-${block.name}`,
      { patterns: statements(block, (row) => ({ include: `#${rules.get(row)?.name}` })) },
    ]),
    ...[...rules.values()].map(({ name, rule }) => [name, rule]),
  ]);
  const grammar = {
    information_for_contributors:
      "Made from grammar/vocabulary/ by scripts/editors/textmate.ts; change it there.",
    name: "ctrc recipe",
    scopeName: "source.ctr",
    fileTypes: ["ctr"],
    patterns: [{ include: "#block-recipe" }],
    repository,
  };
  return `${JSON.stringify(grammar, undefined, 2)}\n`;
}

function statements(block: BlockRows, ruleOf: (row: StatementRow) => Rule): Rule[] {
  const rows = block.statements.map(ruleOf);
  const open = block.open === undefined ? [] : [variable(block.open)];
  return [{ include: "#comment" }, ...rows, ...open, ...unknown(block)];
}

function statement(row: StatementRow, { name: block }: BlockRows): Rule {
  if (row.keyword === "$") return { include: "#command" };
  const scope = SCOPES[roleOf(row, block)];
  const first = namesFirst(row);
  const given = first === "declares" ? "entity.name.type.ctr" : "variable.other.name.ctr";
  const name = first === undefined ? "" : `(?:[ \\t]+(${NAME})${AFTER})?`;
  return {
    name: `meta.statement.${row.keyword}.ctr`,
    begin: `${START}(${escaped(row.keyword)})${AFTER}${first === "names" ? exceptWords(row, name) : name}`,
    beginCaptures: {
      1: { name: scope },
      ...(first === undefined ? {} : { 2: { name: given } }),
    },
    end: END,
    patterns: [
      { include: "#comment" },
      ...alternatives(fixedWords(row), "keyword.other.ctr"),
      ...alternatives(valueWords(row), "support.constant.ctr"),
      ...(valueWords(row).length === 0 ? [] : [list(valueWords(row))]),
      ...row.forms.slice(0, 1).flatMap(({ command }) => (command === true ? [{ include: "#command" }] : [])),
      { include: "#values" },
      ...innerBlock(row),
    ],
  };
}

/** `expect exit …` names nothing. */
function exceptWords(row: StatementRow, name: string): string {
  const words = fixedWords(row);
  return words.length === 0
    ? name
    : name.replace(`(${NAME}`, `(?!(?:${words.map(escaped).join("|")})${AFTER})(${NAME}`);
}

function innerBlock({ forms }: StatementRow): Rule[] {
  const inner = forms.find((form) => form.block !== undefined)?.block;
  return inner === undefined ? [] : [braces(`#block-${inner}`)];
}

function braces(include: string): Rule {
  return {
    begin: "\\{",
    beginCaptures: { 0: { name: "punctuation.section.block.begin.ctr" } },
    end: "\\}",
    endCaptures: { 0: { name: "punctuation.section.block.end.ctr" } },
    patterns: [{ include }],
  };
}

function variable(row: StatementRow): Rule {
  return {
    name: "meta.statement.variable.ctr",
    begin: `${START}(${NAME})${AFTER}`,
    beginCaptures: { 1: { name: "variable.other.constant.ctr" } },
    end: END,
    patterns: [
      { include: "#comment" },
      ...alternatives(valueWords(row), "support.constant.ctr"),
      { include: "#values" },
    ],
  };
}

/** A keyword that this block does not have; what follows it is shown all the same. */
function unknown(block: BlockRows): Rule[] {
  if (block.open !== undefined) return [];
  return [
    {
      begin: `${START}(${WORD}+)`,
      beginCaptures: { 1: { name: "invalid.illegal.keyword.ctr" } },
      end: END,
      patterns: [
        { include: "#comment" },
        { include: "#command" },
        { include: "#values" },
        braces(`#block-${block.name}`),
      ],
    },
  ];
}

function alternatives(words: readonly string[], name: string): Rule[] {
  if (words.length === 0) return [];
  return [{ match: `${BEFORE}(?:${words.map(escaped).join("|")})${AFTER}`, name }];
}

/** A list, of which some words have a meaning of their own. */
function list(words: readonly string[]): Rule {
  return {
    begin: "\\[",
    beginCaptures: { 0: { name: "punctuation.section.brackets.begin.ctr" } },
    end: "\\]",
    endCaptures: { 0: { name: "punctuation.section.brackets.end.ctr" } },
    patterns: [
      { include: "#comment" },
      ...alternatives(words, "support.constant.ctr"),
      { include: "#values" },
      { match: `${WORD}+`, name: "string.unquoted.ctr" },
    ],
  };
}

function escaped(word: string): string {
  return word.replace(/[$.*+?^()[\]{}|\\/]/g, "\\$&");
}

const REFERENCE: Rule = {
  match: "(\\$\\{)([A-Za-z0-9_.-]+)(\\})",
  name: "meta.reference.ctr",
  captures: {
    1: { name: "punctuation.definition.variable.begin.ctr" },
    2: { name: "variable.other.reference.ctr" },
    3: { name: "punctuation.definition.variable.end.ctr" },
  },
};

const QUOTES: Captures = { 0: { name: "punctuation.definition.string.ctr" } };

const COMMON: Readonly<Record<string, Rule>> = {
  comment: { match: "#.*$", name: "comment.line.number-sign.ctr" },
  reference: REFERENCE,
  values: {
    patterns: [
      { include: "#shell" },
      { include: "#text" },
      { include: "#string" },
      REFERENCE,
      {
        match: `${BEFORE}[0-9]+(?:\\.[0-9]+)?(${units.join("|")}|%)?${AFTER}`,
        name: "constant.numeric.ctr",
        captures: { 1: { name: "keyword.other.unit.ctr" } },
      },
      { match: `${BEFORE}[0-9]+(?:(?:\\.\\.|-)[0-9]+)?${AFTER}`, name: "constant.numeric.ctr" },
      { match: "\\.\\.", name: "keyword.operator.range.ctr" },
      { match: "<=|>=|<|>", name: "keyword.operator.comparison.ctr" },
      { match: "\\\\$", name: "punctuation.separator.continuation.ctr" },
      list([]),
    ],
  },
  string: {
    name: "string.quoted.double.ctr",
    begin: '"',
    beginCaptures: QUOTES,
    end: '"|$',
    endCaptures: QUOTES,
    patterns: [{ include: "#escape" }, REFERENCE],
  },
  text: {
    name: "string.quoted.triple.ctr",
    begin: '"""',
    beginCaptures: QUOTES,
    end: '"""',
    endCaptures: QUOTES,
    patterns: [{ include: "#escape" }, REFERENCE],
  },
  escape: {
    patterns: [
      { match: '\\\\(?:["\\\\/bfnrt$]|u[0-9A-Fa-f]{4}|$)', name: "constant.character.escape.ctr" },
      { match: "\\\\.", name: "invalid.illegal.escape.ctr" },
    ],
  },
  shell: {
    begin: `${BEFORE}(shell)[ \\t]*(""")`,
    beginCaptures: {
      1: { name: "keyword.other.ctr" },
      2: { name: "punctuation.definition.string.begin.ctr" },
    },
    end: '"""',
    endCaptures: { 0: { name: "punctuation.definition.string.end.ctr" } },
    contentName: "meta.embedded.block.shellscript",
    patterns: [{ include: "source.shell" }],
  },
  command: {
    name: "meta.command.ctr",
    begin: `(\\$)(?![A-Za-z0-9_{])[ \\t]*((?:[^\\s'"\\\\$|&;<>()*\`}#]|(?<=[^\\s])#)+)?`,
    beginCaptures: {
      1: { name: "keyword.operator.command.ctr" },
      2: { name: "entity.name.function.program.ctr" },
    },
    // A `}` that ends the line closes the block that was opened on it.
    end: "(?<![\\\\\\n])$|(?=[ \\t]+\\}[ \\t}]*$)",
    patterns: [
      REFERENCE,
      { match: "(?<=[ \\t])#.*$", name: "comment.line.number-sign.ctr" },
      { match: "'[^']*'", name: "string.quoted.single.argument.ctr" },
      {
        name: "string.quoted.double.argument.ctr",
        begin: '"',
        end: '"|$',
        patterns: [REFERENCE, { match: '\\\\["\\\\$`]', name: "constant.character.escape.ctr" }],
      },
      { match: "\\\\$", name: "punctuation.separator.continuation.ctr" },
      { match: "\\\\.", name: "constant.character.escape.ctr" },
      { match: "[|&;<>()*`]+", name: "invalid.illegal.shell-operator.ctr" },
      { match: "\\$(?:[A-Za-z0-9_@*#?!-]+|\\()", name: "invalid.illegal.shell-variable.ctr" },
      { match: "(?<=[ \\t])--?[A-Za-z0-9][A-Za-z0-9-]*", name: "constant.other.option.ctr" },
      {
        match: "(?<=[ \\t])([A-Za-z_][A-Za-z0-9_-]*)(=)",
        captures: {
          1: { name: "variable.parameter.argument.ctr" },
          2: { name: "keyword.operator.assignment.ctr" },
        },
      },
      { match: "[^\\s'\"\\\\$|&;<>()*`]+", name: "string.unquoted.argument.ctr" },
    ],
  },
};
