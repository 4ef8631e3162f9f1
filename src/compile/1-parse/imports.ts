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

/** A file on the way from the recipe to the file that is being read. */
interface OnTheWay {
  readonly path: string;
  /** The import that leads to it; undefined for the recipe itself. */
  readonly importSpan: Span | undefined;
}

/**
 * Parses a recipe and every file that an `import` at its top level leads to.
 * @param main the recipe, under the name that diagnostics and relative paths go by
 * @param read the text of a file, or undefined if there is none; asked once for each path, normalised
 */
export async function parseWithImportsAsync(
  main: SourceFile,
  read: (path: string) => Promise<string | undefined>,
): Promise<ParsedFiles> {
  const recipes: RecipeNode[] = [];
  const sources: SourceFile[] = [];
  const diagnosticsOf = new Map<string, Diagnostic[]>();
  const missing = new Set<string>();
  let leftOut = 0;
  let isFull = false;

  function add(path: string, source: SourceFile): RecipeNode {
    const parsed = parseFile(source.file, source.text);
    recipes.push(parsed.recipe);
    sources.push(source);
    diagnosticsOf.set(path, parsed.diagnostics);
    leftOut += parsed.leftOut;
    return parsed.recipe;
  }

  async function follow(recipe: RecipeNode, here: string, way: readonly OnTheWay[]): Promise<void> {
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
        continue;
      }
      if (diagnosticsOf.has(path)) continue;
      if (recipes.length >= MAXIMUM_FILES) {
        if (!isFull) report(tooManyImports(node.span, MAXIMUM_FILES));
        isFull = true;
        return;
      }
      const text = written === "" || missing.has(path) ? undefined : await read(path);
      if (text === undefined) {
        missing.add(path);
        report(importNotFound(node.span, path));
      } else {
        await follow(add(path, { file: path, text }), path, [...way, { path, importSpan: node.span }]);
      }
    }
  }

  const mainPath = normalisePath(main.file);
  await follow(add(mainPath, main), mainPath, [{ path: mainPath, importSpan: undefined }]);
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
