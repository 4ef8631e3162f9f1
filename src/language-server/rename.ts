import type { Range } from "vscode-languageserver-types";
import { isName, nameFault } from "../compile/2-check/values/name.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { referencePlaces } from "./definition.ts";
import { isDynamic, occurrenceAt, type Place } from "./symbols.ts";

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

/** Names of one kind are given once; those of started containers, and of loops' variables, once where they are known. */
function refuseTaken(
  newName: string,
  places: readonly Place[],
  recipes: readonly (readonly Analysis[])[],
): void {
  const given = places.find(({ occurrence }) => occurrence.isDeclaration)?.occurrence;
  const kind = given?.kinds[0];
  if (given === undefined || kind === undefined || newName === given.name) return;
  const files = new Set(places.map(({ analysis }) => analysis.file));
  for (const analysis of recipes.flat()) {
    const taken = analysis.occurrences.some(
      (each) =>
        each.isDeclaration &&
        each.name === newName &&
        each.kinds[0] === kind &&
        (given.scope === undefined ||
          each.scope === undefined ||
          (files.has(analysis.file) && each.scope === given.scope)),
    );
    // A snapshot's name may be given again, but then means the newer one.
    if (taken)
      throw new RenameRefused(
        `there is already ${isDynamic(kind) ? "something made" : `a ${kind}`} called \`${newName}\``,
      );
  }
}
