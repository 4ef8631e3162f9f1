import type { IToken } from "chevrotain";
import type { RecipeNode, StatementNode } from "../ast.ts";
import { type Building, endOf } from "./pieces.ts";

/** A whole file. */
export function buildRecipe(
  { source }: Building,
  statements: readonly StatementNode[],
  comments: readonly IToken[],
): RecipeNode {
  return {
    kind: "recipe",
    statements,
    comments: comments.map((token) => ({
      kind: "comment",
      text: token.image,
      span: source.span(token.startOffset, endOf(token)),
    })),
    span: source.span(0, source.text.length),
  };
}
