import type { RecipeNode } from "../../../grammar/ast.ts";
import { parseTokens } from "../../../grammar/parser.ts";
import { createSource } from "../../../grammar/source.ts";
import { tokenize } from "../../../grammar/tokens.ts";
import { limitDiagnostics } from "../../diagnostics/limit.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import { pairBrackets } from "./brackets.ts";
import { closeBlocksAfterCommands } from "./command-braces.ts";
import { findHiddenCharacters, findNoRecipe } from "./content.ts";
import { describe } from "./describe.ts";
import { withoutFollowOn } from "./follow-on.ts";

/**
 * Reads one file. Never throws for what the file holds: what could be read of it comes back with everything that is
 * wrong with its shape, in the order of the text.
 * @param file how diagnostics name it
 * @param text decoded as UTF-8; a byte order mark may begin it, and its lines may end as on any system
 */
export function parse(file: string, text: string): { recipe: RecipeNode; diagnostics: Diagnostic[] } {
  const source = createSource(file, text);
  const noRecipe = findNoRecipe(source);
  if (noRecipe !== undefined) {
    const recipe: RecipeNode = {
      kind: "recipe",
      statements: [],
      comments: [],
      span: source.span(0, text.length),
    };
    return { recipe, diagnostics: [noRecipe] };
  }
  const { tokens, ...others } = tokenize(text);
  closeBlocksAfterCommands(tokens);
  const paired = pairBrackets(tokens, source);
  const parsed = parseTokens({ tokens: paired.tokens, ...others }, source);
  const problems = withoutFollowOn([...paired.problems, ...parsed.problems], paired.tokens);
  const hidden = findHiddenCharacters(source);
  const diagnostics = problems
    .filter(({ span }) => !hidden.some((each) => each.span.start >= span.start && each.span.start < span.end))
    .map((problem) => describe(problem));
  diagnostics.push(...hidden);
  diagnostics.sort((a, b) => a.span.start - b.span.start);
  return { recipe: parsed.recipe, diagnostics: limitDiagnostics(diagnostics) };
}
