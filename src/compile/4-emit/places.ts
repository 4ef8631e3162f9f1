import type { Span } from "../../types/span.ts";
import type { PlanRecipe } from "../../types/step.ts";
import { nameInScript } from "./file-names.ts";
import { printable } from "./printable.ts";
import type { Places } from "./steps.ts";

const WRITTEN_WIDTH = 100;

/** The places of a recipe as its script names them. */
export function placesOf(recipe: PlanRecipe): Places {
  const texts = new Map(recipe.sources.map(({ file, text }) => [file, text]));
  const main = recipe.sources[0]?.file ?? "";
  const names = new Map(recipe.sources.map(({ file }) => [file, nameInScript(main, file)]));
  return {
    place: ({ file, line }) => `${names.get(file) ?? file}:${line}`,
    written: (span) => statement(texts.get(span.file) ?? "", span),
  };
}

/** Blanks and joined lines become one blank; what is longer than {@link WRITTEN_WIDTH} characters ends in dots. */
function statement(text: string, { start, end }: Span): string {
  const whole = text.slice(start, end);
  // The statements of a block have places of their own.
  const [head = ""] = whole.split(/[ \t]*\{[ \t]*(?:#.*)?\r?\n/, 1);
  const characters = [
    ...printable(
      head
        .replaceAll(/\\\r?\n/g, " ")
        .replaceAll(/\s+/g, " ")
        .trim(),
    ),
  ];
  if (characters.length <= WRITTEN_WIDTH) return characters.join("");
  return `${characters
    .slice(0, WRITTEN_WIDTH - 3)
    .join("")
    .trimEnd()}...`;
}
