import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type {
  ArgumentRow,
  BlockRows,
  ClauseRow,
  Element,
  FormRow,
  StatementRow,
} from "../../grammar/vocabulary/schema.ts";
import { placeholder } from "../../grammar/vocabulary/usage.ts";
import {
  choice,
  type Expression,
  literal,
  named,
  optional,
  type Rule,
  repeated,
  sequence,
} from "./expression.ts";

/** A rule for each statement of a block; values are in capitals, and blocks are called after what opens them. */
export function statementRules(block: BlockRows): Rule[] {
  const rows = block.open === undefined ? block.statements : [block.open, ...block.statements];
  return rows.map((row) => ({
    name: row.keyword,
    expression: choice(row.forms.map((form) => ofForm(row, form))),
  }));
}

/** Whether another block has the very same row, earlier among the blocks. */
export function isRepeated(block: BlockRows, name: string): boolean {
  const row = block.statements.find(({ keyword }) => keyword === name);
  const blocks = Object.values(vocabulary);
  const earlier = blocks.slice(
    0,
    blocks.findIndex((each) => each.name === block.name),
  );
  return row !== undefined && earlier.some(({ statements }) => statements.includes(row));
}

function ofForm({ keyword }: StatementRow, form: FormRow): Expression {
  const { pattern, clauses = [], command, block } = form;
  const parts: Expression[] = [];
  if (keyword === "NAME") parts.push(named(keyword));
  else if (keyword !== "$") parts.push(literal(keyword));
  parts.push(...pattern.map(ofElement), ...clauses.map(ofClause));
  if (command === true) parts.push(literal("$"), named("COMMAND"));
  if (block !== undefined) parts.push(literal("{"), repeated(named(block)), literal("}"));
  return sequence(parts);
}

function ofElement(element: Element): Expression {
  const part = element.kind === "keyword" ? literal(element.word) : ofArgument(element);
  return element.optional === true ? optional(part) : part;
}

function ofArgument(row: ArgumentRow): Expression {
  const value = named(placeholder(row));
  const whole = row.type.kind === "list" ? sequence([literal("["), repeated(value), literal("]")]) : value;
  return row.repeated === true ? repeated(whole, true) : whole;
}

function ofClause({ words, arguments: parts, required, repeatable }: ClauseRow): Expression {
  const whole = sequence([...words.map(literal), ...parts.map(ofArgument)]);
  if (repeatable === true) return repeated(whole, required === true);
  return required === true ? whole : optional(whole);
}
