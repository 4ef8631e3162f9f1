import type { Range } from "vscode-languageserver-types";
import { kindPhrase } from "../../grammar/vocabulary/usage.ts";
import { isName, nameFault } from "../compile/2-check/values/name.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { referencePlaces } from "./definition.ts";
import { blockStarting } from "./occurrences.ts";
import { declarations, occurrenceAt, type Place } from "./symbols.ts";

/** Why something cannot be renamed, in words for the user. */
export class RenameRefused extends Error {}

/** A stretch of a file and what is to stand there. */
export interface FileEdit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

/**
 * The name that would be renamed.
 * @throws RenameRefused if there is none at the offset, or none that can be
 */
export function renamed(
  here: Analysis,
  offset: number,
  recipes: readonly (readonly Analysis[])[],
): { readonly range: Range; readonly placeholder: string } {
  const occurrence = occurrenceAt(here, offset);
  if (occurrence === undefined) throw new RenameRefused("there is no name here that the recipe gives");
  const places = renamedPlaces(here, offset, recipes);
  return { range: rangeOf(here, occurrence), placeholder: places[0]?.occurrence.name ?? occurrence.name };
}

/**
 * The edits that give the thing at an offset another name, in every file that calls it by its name.
 * @throws RenameRefused if that cannot be, or the new name is none
 */
export function rename(
  here: Analysis,
  offset: number,
  newName: string,
  recipes: readonly (readonly Analysis[])[],
): FileEdit[] {
  if (!isName(newName)) throw new RenameRefused(`\`${newName}\` cannot be a name: ${nameFault(newName)}`);
  const places = renamedPlaces(here, offset, recipes);
  refuseTaken(newName, places, recipes);
  return places.map(({ analysis, occurrence }) => ({
    file: analysis.file,
    range: rangeOf(analysis, occurrence),
    newText: occurrence.isShell ? newName.replaceAll("-", "_") : newName,
  }));
}

function renamedPlaces(
  here: Analysis,
  offset: number,
  recipes: readonly (readonly Analysis[])[],
): readonly Place[] {
  const places = referencePlaces(here, offset, recipes);
  if (places.length === 0) throw new RenameRefused("there is no name here that the recipe gives");
  if (!places.some(({ occurrence }) => occurrence.isDeclaration))
    throw new RenameRefused("nothing gives this name, so there is nothing to rename");
  if (places.some(({ occurrence }) => occurrence.isTemplate))
    throw new RenameRefused("this name is made of references, and stands for many");
  return places;
}

/** A name is given once of each kind, where it is known: also in loops inside the one that gives it, and around it. */
function refuseTaken(
  newName: string,
  places: readonly Place[],
  recipes: readonly (readonly Analysis[])[],
): void {
  const given = places.find(({ occurrence }) => occurrence.isDeclaration);
  const kind = given?.occurrence.kinds[0];
  if (given === undefined || kind === undefined || newName === given.occurrence.name) return;
  const others = declarations(recipes.flat()).filter(
    ({ occurrence }) => occurrence.name === newName && occurrence.kinds[0] === kind,
  );
  if (!others.some((other) => meet(other, given))) return;
  throw new RenameRefused(`there is already ${kindPhrase(kind)} called \`${newName}\``);
}

/** Whether there is a place where both names are known. */
function meet(one: Place, other: Place): boolean {
  const [scope, otherScope] = [one.occurrence.scope, other.occurrence.scope];
  if (scope === undefined || otherScope === undefined) return true;
  if (one.analysis.file !== other.analysis.file) return false;
  const block = blockStarting(one.analysis.entries, scope);
  const otherBlock = blockStarting(other.analysis.entries, otherScope);
  if (block === undefined || otherBlock === undefined) return false;
  return block.start < otherBlock.end && otherBlock.start < block.end;
}
