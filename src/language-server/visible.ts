import { CompletionItemKind } from "vscode-languageserver-types";
import type { ArgumentType, DeclaredKind } from "../../grammar/vocabulary/schema.ts";
import { kindPhrase } from "../../grammar/vocabulary/usage.ts";
import { isTextual } from "../compile/2-check/nodes.ts";
import { acceptedTypes } from "../compile/2-check/values/references.ts";
import { readTyped } from "../compile/2-check/values/typed.ts";
import type { ValueType } from "../types/declared.ts";
import type { Analysis } from "./analysis.ts";
import { declarationText } from "./hover-text.ts";
import { blockStarting } from "./occurrences.ts";
import { declarations, isDynamic, type Place } from "./symbols.ts";
import type { Candidate } from "./values.ts";

/** The names of some kinds that mean something at an offset. */
export function namesFor(
  kinds: readonly DeclaredKind[],
  here: Analysis,
  offset: number,
  parts: readonly Analysis[],
  isQuoted: boolean,
): Candidate[] {
  return visible(here, offset, parts)
    .filter(({ occurrence }) => occurrence.kinds.some((kind) => kinds.includes(kind)))
    .map((place) => {
      const { name, kinds: own, isTemplate } = place.occurrence;
      return {
        label: name,
        kind: CompletionItemKind.Reference,
        detail: kindPhrase(own[0] ?? ""),
        documentation: { kind: "markdown", value: declarationText(place) },
        text: isTemplate && !isQuoted ? `"${name}"` : name,
      };
    });
}

/**
 * References, as `${name}`, to what has a value at an offset.
 * @param type only those that fit; undefined: all
 */
export function referencesFor(
  type: ArgumentType | undefined,
  here: Analysis,
  offset: number,
  parts: readonly Analysis[],
): Candidate[] {
  const accepted = type === undefined ? undefined : acceptedTypes(type);
  return visible(here, offset, parts).flatMap((place): Candidate[] => {
    const { name, kinds } = place.occurrence;
    const isInstance = kinds[0] === "instance";
    if (kinds[0] !== "variable" && !(isInstance && !place.occurrence.isTemplate)) return [];
    const valueType = isInstance ? "number" : typeOfVariable(place);
    if (accepted !== undefined && (isInstance || valueType === undefined || !accepted.includes(valueType)))
      return [];
    return [
      {
        label: `\${${isInstance ? `${name}.pid` : name}}`,
        kind: CompletionItemKind.Variable,
        detail: isInstance ? "its process id on the host" : (valueType ?? ""),
        documentation: { kind: "markdown", value: declarationText(place) },
      },
    ];
  });
}

/** Declarations that count at an offset: those of the whole recipe, those of the blocks around it, and those before it. */
function visible(here: Analysis, offset: number, parts: readonly Analysis[]): Place[] {
  return declarations(parts).filter(({ analysis, occurrence }) => {
    if (analysis === here && occurrence.start <= offset && offset <= occurrence.end) return false;
    const isBefore = analysis !== here || occurrence.end < offset;
    if (isDynamic(occurrence.kinds[0] ?? "variable") && !isBefore) return false;
    if (occurrence.scope === undefined) return true;
    const block = blockStarting(here.entries, occurrence.scope);
    if (analysis !== here || block === undefined || offset <= block.start) return false;
    // A block that is still being written ends where nobody knows.
    return offset < block.end || here.text[block.end - 1] !== "}";
  });
}

/** The type of a variable's value, from how its declaration writes it. */
function typeOfVariable({ occurrence: { entry } }: Place): ValueType | undefined {
  const { keyword, match } = entry;
  if (keyword === "fetch") return "string";
  if (keyword !== "param" && keyword !== "NAME") return "number";
  const [node] = match.positional.get(keyword === "param" ? "default" : "values") ?? [];
  const first = node?.kind === "list" ? node.items[0] : node;
  if (first === undefined) return undefined;
  if (keyword === "NAME" && node?.kind === "word") return "number";
  return isTextual(first) ? readTyped(first, "", () => {})?.type : undefined;
}
