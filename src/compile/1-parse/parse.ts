import type { RecipeNode } from "../../../grammar/ast.ts";
import { parseTokens } from "../../../grammar/parser.ts";
import type { Problem } from "../../../grammar/problem.ts";
import { createSource, type Source } from "../../../grammar/source.ts";
import { tokenize } from "../../../grammar/tokens.ts";
import { limitDiagnostics, MAXIMUM_DIAGNOSTICS } from "../../diagnostics/limit.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import { pairBrackets } from "./brackets.ts";
import { closeBlocksAfterCommands } from "./command-braces.ts";
import { findHiddenCharacters, findNoRecipe, hasHiddenCharacter } from "./content.ts";
import { describe } from "./describe.ts";
import { withoutFollowOn } from "./follow-on.ts";

/**
 * Reads one file. Never throws for what the file holds: what could be read of it comes back with everything that is
 * wrong with its shape, in the order of the text.
 * @param file how diagnostics name it
 * @param text decoded as UTF-8; a byte order mark may begin it, and its lines may end as on any system
 */
export function parse(file: string, text: string): { recipe: RecipeNode; diagnostics: Diagnostic[] } {
  const { recipe, diagnostics, leftOut } = parseFile(file, text);
  return { recipe, diagnostics: limitDiagnostics(diagnostics, leftOut) };
}

export interface ParsedFile {
  readonly recipe: RecipeNode;
  /** The first ones. */
  readonly diagnostics: Diagnostic[];
  /** How many there are besides. */
  readonly leftOut: number;
}

/** The same for who puts the diagnostics of several files together. */
export function parseFile(file: string, text: string): ParsedFile {
  const source = createSource(file, text);
  const noRecipe = findNoRecipe(source);
  if (noRecipe !== undefined) {
    const span = source.span(0, text.length);
    const recipe: RecipeNode = { kind: "recipe", statements: [], comments: [], span };
    return { recipe, diagnostics: [noRecipe], leftOut: 0 };
  }
  const { tokens, ...others } = tokenize(text);
  closeBlocksAfterCommands(tokens);
  const paired = pairBrackets(tokens, source);
  const { recipe, problems } = parseTokens({ tokens: paired.tokens, ...others }, source);
  const causes = withoutFollowOn([...paired.problems, ...problems], paired.tokens);
  return { recipe, ...describeFirst(causes, source) };
}

/** Words for as many as are shown: a hostile file has a million. */
function describeFirst(
  problems: readonly Problem[],
  source: Source,
): Pick<ParsedFile, "diagnostics" | "leftOut"> {
  const hidden = findHiddenCharacters(source);
  const isHidden = ({ span }: Problem): boolean =>
    hasHiddenCharacter(source.text.slice(span.start, span.end));
  const others = hidden.count === 0 ? problems : problems.filter((problem) => !isHidden(problem));
  const described = others.slice(0, MAXIMUM_DIAGNOSTICS).map((problem) => describe(problem));
  const all = [...described, ...hidden.first].sort((a, b) => a.span.start - b.span.start);
  const diagnostics = all.slice(0, MAXIMUM_DIAGNOSTICS);
  return { diagnostics, leftOut: others.length + hidden.count - diagnostics.length };
}
