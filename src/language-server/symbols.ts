import type { DeclaredKind } from "../../grammar/vocabulary/schema.ts";
import type { Analysis } from "./analysis.ts";
import type { Occurrence } from "./occurrences.ts";

/** Something that has a name. */
export interface NamedThing {
  readonly kind: DeclaredKind;
  readonly name: string;
  /** The block outside which it means nothing; undefined: it is known in all files of the recipe. */
  readonly scope: { readonly file: string; readonly start: number } | undefined;
}

/** An occurrence with the file that it stands in. */
export interface Place {
  readonly analysis: Analysis;
  readonly occurrence: Occurrence;
}

/** The name at an offset; one that ends there counts too, as an editor's cursor stands behind it. */
export function occurrenceAt({ occurrences }: Analysis, offset: number): Occurrence | undefined {
  const touching = occurrences.filter(({ start, end }) => start <= offset && offset <= end);
  return touching.find(({ end }) => offset < end) ?? touching[0];
}

/**
 * What an occurrence is the name of.
 * @param parts the files of the recipe
 */
export function thingOf({ analysis, occurrence }: Place, parts: readonly Analysis[]): NamedThing {
  const { name, kinds, scope, isDeclaration } = occurrence;
  const [first = "variable"] = kinds;
  if (scope !== undefined) return { kind: first, name, scope: { file: analysis.file, start: scope } };
  if (isDeclaration) return { kind: first, name, scope: undefined };
  const given = declarations(parts);
  const exact = kinds.find((kind) =>
    given.some(({ occurrence: each }) => each.name === name && is(each, kind) && each.scope === undefined),
  );
  if (exact !== undefined) return { kind: exact, name, scope: undefined };
  const alike = given.find(
    ({ occurrence: each }) => kinds.some((kind) => is(each, kind)) && canBeSame(each, occurrence),
  );
  return alike === undefined ? { kind: first, name, scope: undefined } : thingOf(alike, parts);
}

/** Every place where a thing is given its name or called by it, in the order of the files and their text. */
export function placesOf(thing: NamedThing, parts: readonly Analysis[]): Place[] {
  return parts.flatMap((analysis) =>
    analysis.occurrences
      .filter(
        (occurrence) => occurrence.isTemplate || occurrence.name === thing.name || isDynamic(thing.kind),
      )
      .map((occurrence) => ({ analysis, occurrence }))
      .filter((place) => isSame(thingOf(place, parts), thing)),
  );
}

/** All places where a name is given. */
export function declarations(parts: readonly Analysis[]): Place[] {
  return parts.flatMap((analysis) =>
    analysis.occurrences.filter((each) => each.isDeclaration).map((occurrence) => ({ analysis, occurrence })),
  );
}

/** Whether a thing is made while the recipe runs, under a name that may hold references. */
export function isDynamic(kind: DeclaredKind): boolean {
  return kind === "instance" || kind === "snapshot";
}

function is({ kinds }: Occurrence, kind: DeclaredKind): boolean {
  return kinds[0] === kind;
}

function isSame(left: NamedThing, right: NamedThing): boolean {
  return (
    left.kind === right.kind &&
    left.name === right.name &&
    left.scope?.start === right.scope?.start &&
    left.scope?.file === right.scope?.file
  );
}

/** Whether two names, of which one has references, can come out as the same text. */
function canBeSame(left: Occurrence, right: Occurrence): boolean {
  if (!left.isTemplate && !right.isTemplate) return false;
  return pattern(left.name).test(filled(right.name)) || pattern(right.name).test(filled(left.name));
}

const REFERENCE = /\$\{[^}]*\}/g;

function pattern(name: string): RegExp {
  const parts = name.split(REFERENCE).map((part) => part.replace(/[^A-Za-z0-9]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`);
}

function filled(name: string): string {
  return name.replace(REFERENCE, "0");
}
