import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { replacing } from "./edits.ts";

// What can be wrong with a recipe's files: what they hold, and how they import one another.

/** A file that holds bytes that no text has. */
export const notText = (span: Span, file: string, found: string): Diagnostic => ({
  code: "not-text",
  severity: "error",
  span,
  message: `\`${file}\` is no text file: it has ${found} here`,
  help: "a recipe is UTF-8 text",
});

/** A file that is too long to have been written by hand. */
export const recipeTooLarge = (span: Span, lengthBytes: number, limitBytes: number): Diagnostic => ({
  code: "recipe-too-large",
  severity: "error",
  span,
  message: `the file is ${inMebibytes(lengthBytes)} long, and a recipe is ${inMebibytes(limitBytes)} at most`,
  help: "name the recipe itself; large data belongs in files that an `image` or a `mount` brings in",
});

/** A character that does not show, or shows the text in another order than it is read. */
export const hiddenCharacter = (span: Span, codePoint: number, meaning: string): Diagnostic => ({
  code: "hidden-character",
  severity: "error",
  span,
  message: `here is ${meaning}, U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}, which nobody can see`,
  help: `remove it; in a string it is written \`\\u${codePoint.toString(16).padStart(4, "0")}\``,
  ...replacing(span, ""),
});

/** More errors than anybody reads. */
export const moreErrors = (span: Span, count: number): Diagnostic => ({
  code: "more-errors",
  severity: "note",
  span,
  message: `${count} more ${count === 1 ? "error is" : "errors are"} not shown`,
});

/** An imported file that is not there. */
export const importNotFound = (span: Span, path: string): Diagnostic => ({
  code: "import-not-found",
  severity: "error",
  span,
  message: `there is no file \`${path}\` that can be read`,
  help: "a path begins at the folder of the file that imports it",
});

/** An `import` whose path is not known when the recipe is compiled. */
export const importNotLiteral = (span: Span): Diagnostic => ({
  code: "import-not-literal",
  severity: "error",
  span,
  message: "the path of an import cannot hold a reference",
  help: "write the path out: imports are followed before anything has a value",
});

/** A file that imports itself; `way` is each import that leads from it to the last one, with the path it names. */
export const importCycle = (
  span: Span,
  path: string,
  way: readonly { readonly span: Span; readonly path: string }[],
): Diagnostic => ({
  code: "import-cycle",
  severity: "error",
  span,
  message:
    way.length === 0 ? `\`${path}\` imports itself` : `\`${path}\` imports itself by way of other files`,
  help: "move what the files need of one another to a file that imports none of them",
  ...(way.length === 0
    ? {}
    : { related: way.map((each) => ({ span: each.span, message: `\`${each.path}\` is imported here` })) }),
});

/** Imports without an end, as links between folders can make them. */
export const tooManyImports = (span: Span, limit: number): Diagnostic => ({
  code: "too-many-imports",
  severity: "error",
  span,
  message: `the recipe has imported ${limit} files, and goes on`,
  help: "import the files that are needed from the recipe itself, and look for links that lead in a circle",
});

function inMebibytes(bytes: number): string {
  return `${Number((bytes / 1024 ** 2).toFixed(1))} MiB`;
}
