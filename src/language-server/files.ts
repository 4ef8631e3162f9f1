import type { RecipeNode } from "../../grammar/ast.ts";
import { resolvePath } from "../compile/1-parse/path.ts";
import { plainText } from "../compile/2-check/nodes.ts";
import { type Analysis, analyse } from "./analysis.ts";

/** Where files come from: those that the editor holds first, then the disk. */
export interface FileSource {
  /** The text of a file, or undefined if there is none. */
  read(file: string): Promise<string | undefined>;
  /** Every recipe of the folders that the editor has open. */
  list(): Promise<readonly string[]>;
}

/** The files of a workspace as analyses, each made anew only when its text is another. */
export class Files {
  readonly source: FileSource;
  readonly #known = new Map<string, Analysis>();

  constructor(source: FileSource) {
    this.source = source;
  }

  async analysis(file: string): Promise<Analysis | undefined> {
    const text = await this.source.read(file);
    if (text === undefined) {
      this.#known.delete(file);
      return undefined;
    }
    const known = this.#known.get(file);
    if (known?.text === text) return known;
    const made = analyse(file, text);
    this.#known.set(file, made);
    return made;
  }

  /** A file and everything that it imports, each once, itself first. */
  async withImports(file: string): Promise<Analysis[]> {
    const found = new Map<string, Analysis>();
    const open = [file];
    for (let next = open.shift(); next !== undefined && found.size < MOST_FILES; next = open.shift()) {
      if (found.has(next)) continue;
      const analysis = await this.analysis(next);
      if (analysis === undefined) continue;
      found.set(next, analysis);
      open.push(...importedFiles(analysis.recipe, next));
    }
    return [...found.values()];
  }

  /** Every known recipe that a file is a part of, with its imports; the file alone if nothing imports it. */
  async recipesWith(file: string): Promise<Analysis[][]> {
    const all = new Set([file, ...(await this.source.list())]);
    const recipes: Analysis[][] = [];
    for (const each of all) {
      const parts = await this.withImports(each);
      if (parts.some((part) => part.file === file)) recipes.push(parts);
    }
    return recipes;
  }
}

/** As many as one recipe may be made of. */
const MOST_FILES = 1000;

/** Where the imports of a file lead, whether there is something or not. */
function importedFiles({ statements }: RecipeNode, file: string): string[] {
  return statements.flatMap(({ keyword, arguments: [path] }) => {
    const written = keyword === "import" && path?.kind === "string" ? plainText(path.pieces) : undefined;
    return written === undefined || written === "" ? [] : [resolvePath(file, written)];
  });
}
