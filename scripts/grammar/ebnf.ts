import type { Expression, Rule } from "./expression.ts";

/** A rule in a line of EBNF: `{ x }` is x any number of times, `[ x ]` is x or nothing. */
export function ebnf({ name, expression }: Rule): string {
  return `${name} = ${print(expression, false)}`;
}

function print(expression: Expression, isInner: boolean): string {
  switch (expression.kind) {
    case "literal":
      return expression.text.includes('"') ? `'${expression.text}'` : `"${expression.text}"`;
    case "name":
      return expression.name;
    case "sequence":
      return expression.parts.map((part) => print(part, true)).join(" ");
    case "choice": {
      const parts = expression.parts.map((part) => print(part, false)).join(" | ");
      return isInner ? `( ${parts} )` : parts;
    }
    case "optional":
      return `[ ${print(expression.part, false)} ]`;
    case "repeated": {
      const part = print(expression.part, false);
      return expression.atLeastOnce ? `${print(expression.part, true)} { ${part} }` : `{ ${part} }`;
    }
  }
}
