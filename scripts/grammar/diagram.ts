import {
  Choice,
  Diagram,
  type Drawing,
  NonTerminal,
  OneOrMore,
  Optional,
  Sequence,
  Terminal,
  ZeroOrMore,
} from "railroad-diagrams";
import type { Expression, Rule } from "./expression.ts";

/** A railroad diagram as an SVG file of its own: round boxes hold what is written as it is, square ones values and rules. */
export function diagram({ name, expression }: Rule): string {
  const svg = Diagram(draw(expression)).toString();
  return svg
    .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(
      ">\n",
      `>\n<title>${name}</title>\n<style>\n${STYLE}\n</style>\n<rect class="paper" width="100%" height="100%"/>\n`,
    );
}

/** Colours of its own, so that it can be read on a page of any. */
const STYLE = `.paper { fill: #fff; stroke: none; rx: 4; }
path { stroke: #57606a; stroke-width: 2; fill: none; }
text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: #1f2328; }
rect { stroke: #57606a; stroke-width: 1.5; fill: #fff8e6; }
rect[rx="10"] { fill: #e6f0ff; }`;

function draw(expression: Expression): Drawing {
  switch (expression.kind) {
    case "literal":
      return Terminal(expression.text);
    case "name":
      return NonTerminal(expression.name);
    case "sequence":
      return Sequence(...expression.parts.map(draw));
    case "choice":
      return Choice(0, ...expression.parts.map(draw));
    case "optional":
      return Optional(draw(expression.part));
    case "repeated":
      return expression.atLeastOnce ? OneOrMore(draw(expression.part)) : ZeroOrMore(draw(expression.part));
  }
}
