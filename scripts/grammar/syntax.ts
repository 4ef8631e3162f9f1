import {
  Alternation,
  Alternative,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  Terminal,
  type TokenType,
} from "chevrotain";
import { RecipeParser } from "../../grammar/parser.ts";
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

/** The rules of the parser, as it has them, without what it takes only to report it well. */
export function syntaxRules(): Rule[] {
  const rules = Object.values(new RecipeParser({ skipValidations: true }).getGAstProductions());
  return rules.map(({ name, definition }) => ({ name, expression: toSequence(definition) }));
}

function toSequence(productions: readonly IProduction[]): Expression {
  return sequence(productions.map(toExpression));
}

function toExpression(production: IProduction): Expression {
  if (production instanceof NonTerminal) return named(production.nonTerminalName);
  if (production instanceof Terminal) return ofToken(production.terminalType);
  if (production instanceof Alternation) {
    const parts = production.definition.filter((each) => each instanceof Alternative);
    return choice(parts.filter((each) => !isMistake(each)).map((each) => toSequence(each.definition)));
  }
  if (production instanceof Option) return optional(toSequence(production.definition));
  if (production instanceof Repetition) return repeated(toSequence(production.definition));
  if (production instanceof RepetitionMandatory) return repeated(toSequence(production.definition), true);
  throw new Error("the parser has a kind of production that the documents do not know");
}

/** A token whose label is code stands for itself; any other has a name in capitals. */
function ofToken({ name, LABEL }: TokenType): Expression {
  const [, text] = /^`([^`]+)`$/.exec(LABEL ?? "") ?? [];
  return text === undefined ? named(name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()) : literal(text);
}

/** An alternative that begins with a token for what nothing closes. */
function isMistake({ definition: [first] }: Alternative): boolean {
  return first instanceof Terminal && first.terminalType.name.startsWith("Unclosed");
}
