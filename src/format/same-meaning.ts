import type { RecipeNode } from "../../grammar/ast.ts";

/** Whether two recipes say the same and have the same comments, wherever they say it. */
export function hasSameMeaning(left: RecipeNode, right: RecipeNode): boolean {
  return meaning(left) === meaning(right) && commentTexts(left) === commentTexts(right);
}

/** The tree without places. */
function meaning({ statements }: RecipeNode): string {
  return JSON.stringify(statements, (key, value: unknown) => (PLACES.has(key) ? undefined : value));
}

const PLACES = new Set(["span", "keywordSpan"]);

function commentTexts({ comments }: RecipeNode): string {
  return JSON.stringify(comments.map(({ text }) => text.trimEnd()).sort());
}
