import type { Location } from "vscode-languageserver-types";
import { resolvePath } from "../compile/1-parse/path.ts";
import { plainText } from "../compile/2-check/nodes.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { occurrenceAt, type Place, placesOf, thingOf } from "./symbols.ts";

/** Where something in a recipe is: a file as the compiler names it, and a range in it. */
export type FileLocation = Omit<Location, "uri"> & { readonly file: string };

/** Where the name at an offset is given; of an import's path, the file that it leads to. */
export function definition(here: Analysis, offset: number, parts: readonly Analysis[]): FileLocation[] {
  const imported = importedAt(here, offset);
  if (imported !== undefined) return parts.some(({ file }) => file === imported) ? [startOf(imported)] : [];
  const occurrence = occurrenceAt(here, offset);
  if (occurrence === undefined) return [];
  const thing = thingOf({ analysis: here, occurrence }, parts);
  return placesOf(thing, parts)
    .filter((place) => place.occurrence.isDeclaration)
    .map(locationOf);
}

/**
 * Every place with the name of the thing at an offset.
 * @param recipes the files of each recipe that the file is a part of
 */
export function references(
  here: Analysis,
  offset: number,
  recipes: readonly (readonly Analysis[])[],
  includeDeclaration: boolean,
): FileLocation[] {
  return referencePlaces(here, offset, recipes)
    .filter(({ occurrence }) => includeDeclaration || !occurrence.isDeclaration)
    .map(locationOf);
}

/** The same as places, each once, in the order in which they were found. */
export function referencePlaces(
  here: Analysis,
  offset: number,
  recipes: readonly (readonly Analysis[])[],
): Place[] {
  const occurrence = occurrenceAt(here, offset);
  if (occurrence === undefined) return [];
  const places = new Map<string, Place>();
  for (const parts of recipes) {
    const thing = thingOf({ analysis: here, occurrence }, parts);
    for (const place of placesOf(thing, parts))
      places.set(`${place.occurrence.start} ${place.analysis.file}`, place);
  }
  return [...places.values()];
}

function locationOf({ analysis, occurrence }: Place): FileLocation {
  return { file: analysis.file, range: rangeOf(analysis, occurrence) };
}

function importedAt({ recipe, file }: Analysis, offset: number): string | undefined {
  for (const {
    keyword,
    arguments: [path],
  } of recipe.statements) {
    if (keyword !== "import" || path?.kind !== "string") continue;
    if (offset < path.span.start || offset > path.span.end) continue;
    const written = plainText(path.pieces);
    return written === undefined ? undefined : resolvePath(file, written);
  }
  return undefined;
}

function startOf(file: string): FileLocation {
  const start = { line: 0, character: 0 };
  return { file, range: { start, end: start } };
}
