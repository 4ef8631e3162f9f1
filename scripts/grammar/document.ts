import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { BlockRows } from "../../grammar/vocabulary/schema.ts";
import { diagram } from "./diagram.ts";
import { ebnf } from "./ebnf.ts";
import { choice, type Rule } from "./expression.ts";
import { isRepeated, statementRules } from "./statements.ts";
import { syntaxRules } from "./syntax.ts";

/** docs/grammar.md: the whole language as EBNF and railroad diagrams. */
export function grammarDocument(): string {
  return [
    "# The grammar",
    "",
    "Made from the rules of the parser and the vocabulary, which is also what reads recipes; change it there. In the EBNF `{ x }` is x any",
    "number of times, and `[ x ]` is x or nothing; what may be left out of a statement may stand in any order. What the pieces of words, strings and commands are is in",
    "[grammar/README.md](../grammar/README.md), what statements mean in [language-reference.md](language-reference.md).",
    "",
    "## Syntax",
    "",
    "A recipe is a list of statements. The rules take more than the language has, so that each mistake is found where it is: only a word is right",
    "as an `opening`. Names in capitals are tokens.",
    "",
    ...syntaxRules().flatMap((rule) => ruleSection(rule)),
    ...Object.values(vocabulary).flatMap(blockSection),
  ].join("\n");
}

function ruleSection(rule: Rule): string[] {
  return [
    `### ${rule.name}`,
    "",
    picture(rule.name, `rule-${rule.name}`),
    "",
    "```ebnf",
    ebnf(rule),
    "```",
    "",
  ];
}

function blockSection(block: BlockRows): string[] {
  const rules = statementRules(block);
  const own = rules.filter((rule) => !isRepeated(block, rule.name));
  const title = block.name === "recipe" ? "The statements of a recipe" : `The statements of ${block.phrase}`;
  const rest =
    own.length === rules.length
      ? []
      : ["It takes every action of a [check](#the-statements-of-a-check) too.", ""];
  const shown =
    own.length === 0
      ? []
      : [picture(title, `block-${block.name}`), "", "```ebnf", ...own.map(ebnf), "```", ""];
  return [`## ${title}`, "", ...rest, ...shown];
}

function picture(title: string, file: string): string {
  return `![${title}](diagrams/${file}.svg)`;
}

/** The files of docs/diagrams, by name. */
export function diagrams(): ReadonlyMap<string, string> {
  const files = new Map<string, Rule>(syntaxRules().map((rule) => [`rule-${rule.name}.svg`, rule]));
  for (const block of Object.values(vocabulary)) {
    const own = statementRules(block).filter((rule) => !isRepeated(block, rule.name));
    const expression = choice(own.map((rule) => rule.expression));
    if (own.length > 0) files.set(`block-${block.name}.svg`, { name: block.name, expression });
  }
  return new Map([...files].map(([file, rule]) => [file, diagram(rule)]));
}
