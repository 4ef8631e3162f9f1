import type { RecipeNode, StringNode } from "../../../grammar/ast.ts";
import { importCycle, importNotFound, importNotLiteral, tooManyImports } from "../../diagnostics/files.ts";
import { limitDiagnostics } from "../../diagnostics/limit.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { SourceFile, Span } from "../../types/span.ts";
import { parseFile } from "./parse.ts";
import { normalisePath, resolvePath } from "./path.ts";

/** How many files one recipe may be made of: links can lead an import on without an end. */
const MAXIMUM_FILES = 1000;

export interface ParsedFiles {
  /** The recipe first, then what it imports in the order in which it is reached, each file once. */
  readonly recipes: RecipeNode[];
  /** The same files as text. */
  readonly sources: SourceFile[];
  /** In the order of the files; each names its own. */
  readonly diagnostics: Diagnostic[];
}

/**
 * Parses a recipe and every file that an `import` at its top level leads to.
 * @param main the recipe, under the name that diagnostics and relative paths go by
 * @param read the text of a file, or undefined if there is none; asked once for each path
 */
export function parseWithImports(main: SourceFile, read: (path: string) => string | undefined): ParsedFiles {
  const reading = readingFiles(main);
  let step = reading.next();
  while (!step.done) step = reading.next(read(step.value));
  return step.value;
}

/** The same with a reader that takes its time. */
export async function parseWithImportsAsync(
  main: SourceFile,
  read: (path: string) => Promise<string | undefined>,
): Promise<ParsedFiles> {
  const reading = readingFiles(main);
  let step = reading.next();
  while (!step.done) step = reading.next(await read(step.value));
  return step.value;
}

/** A file on the way from the recipe to the file that is being read. */
interface OnTheWay {
  readonly path: string;
  /** The import that leads to it; undefined for the recipe itself. */
  readonly importSpan: Span | undefined;
}

/** Asks for the text of one path after another, and returns what they hold. */
function* readingFiles(main: SourceFile): Generator<string, ParsedFiles, string | undefined> {
  const recipes: RecipeNode[] = [];
  const sources: SourceFile[] = [];
  const diagnosticsOf = new Map<string, Diagnostic[]>();
  const known = new Map<string, "read" | "missing">();
  let isFull = false;
  let leftOut = 0;

  function add(path: string, source: SourceFile): RecipeNode {
    const { recipe, diagnostics, leftOut: more } = parseFile(source.file, source.text);
    leftOut += more;
    recipes.push(recipe);
    sources.push(source);
    diagnosticsOf.set(path, diagnostics);
    known.set(path, "read");
    return recipe;
  }

  function* follow(
    recipe: RecipeNode,
    way: readonly OnTheWay[],
  ): Generator<string, void, string | undefined> {
    const here = way.at(-1)?.path ?? "";
    const report = (diagnostic: Diagnostic): unknown => diagnosticsOf.get(here)?.push(diagnostic);
    for (const node of importedPaths(recipe)) {
      const written = literalText(node);
      if (written === undefined) {
        report(importNotLiteral(node.span));
        continue;
      }
      const path = resolvePath(here, written);
      const start = way.findIndex((each) => each.path === path);
      if (start >= 0) {
        const imports = way.slice(start + 1).flatMap((each) => {
          return each.importSpan === undefined ? [] : [{ span: each.importSpan, path: each.path }];
        });
        report(importCycle(node.span, path, imports));
      } else if (known.get(path) === "missing") {
        report(importNotFound(node.span, path));
      } else if (known.get(path) === undefined) {
        if (recipes.length >= MAXIMUM_FILES) {
          if (!isFull) report(tooManyImports(node.span, MAXIMUM_FILES));
          isFull = true;
          return;
        }
        const text = written === "" ? undefined : yield path;
        if (text === undefined) {
          known.set(path, "missing");
          report(importNotFound(node.span, path));
        } else {
          yield* follow(add(path, { file: path, text }), [...way, { path, importSpan: node.span }]);
        }
      }
    }
  }

  const path = normalisePath(main.file);
  yield* follow(add(path, main), [{ path, importSpan: undefined }]);
  const diagnostics = [...diagnosticsOf.values()].flatMap((ofFile) =>
    ofFile.sort((a, b) => a.span.start - b.span.start),
  );
  return { recipes, sources, diagnostics: limitDiagnostics(diagnostics, leftOut) };
}

/** The paths at the top level of a file; an import with anything else is the checker's business. */
function importedPaths(recipe: RecipeNode): StringNode[] {
  return recipe.statements.flatMap(({ keyword, arguments: [path] }) =>
    keyword === "import" && path?.kind === "string" ? [path] : [],
  );
}

function literalText({ pieces }: StringNode): string | undefined {
  let text = "";
  for (const piece of pieces) {
    if (piece.kind === "reference") return undefined;
    text += piece.text;
  }
  return text;
}
