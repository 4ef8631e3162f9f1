import {
  type Diagnostic as ClientDiagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver-types";
import { check } from "../compile/index.ts";
import type { Diagnostic, Severity } from "../types/diagnostic.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import type { Files } from "./files.ts";

/** What is said of a whole recipe, and not of a file that recipes import. */
const OF_A_RECIPE: ReadonlySet<string> = new Set(["missing-recipe", "nothing-to-run", "unused-declaration"]);

/**
 * What is wrong with a file: by itself if it is a recipe, else as a part of the recipes that import it.
 * @returns the compiler's own diagnostics, those of other files left out
 */
export async function diagnose(file: string, files: Files): Promise<Diagnostic[]> {
  const analysis = await files.analysis(file);
  if (analysis === undefined) return [];
  if (isRecipe(analysis)) return await ownDiagnostics(file, file, files);
  const recipes = await files.recipesWith(file);
  const importers = recipes.flatMap(([main]) => (main !== undefined && isRecipe(main) ? [main.file] : []));
  if (importers.length === 0) {
    const own = await ownDiagnostics(file, file, files);
    return own.filter(({ code }) => !OF_A_RECIPE.has(code));
  }
  const found = new Map<string, Diagnostic>();
  for (const importer of importers) {
    for (const each of await ownDiagnostics(importer, file, files))
      found.set(`${each.code} ${each.span.start} ${each.message}`, each);
  }
  return [...found.values()];
}

/** A file that says it is a recipe, or does what only a recipe can. */
function isRecipe({ recipe }: Analysis): boolean {
  return recipe.statements.some(({ keyword }) => ["recipe", "check", "measure"].includes(keyword));
}

async function ownDiagnostics(main: string, file: string, files: Files): Promise<Diagnostic[]> {
  const { diagnostics } = await check(main, async (path) => {
    const text = await files.source.read(path);
    if (text === undefined) throw new Error(`there is no ${path}`);
    return text;
  });
  return diagnostics.filter(({ span }) => span.file === file);
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

/**
 * A diagnostic as an editor shows it: its help as a second line, other places as links.
 * @param uriOf a file's name for the editor
 */
export function clientDiagnostic(
  diagnostic: Diagnostic,
  here: Analysis,
  parts: readonly Analysis[],
  uriOf: (file: string) => string,
): ClientDiagnostic {
  const { code, severity, span, message, help, related = [] } = diagnostic;
  const relatedInformation = related.flatMap((each) => {
    const part = parts.find(({ file }) => file === each.span.file);
    if (part === undefined) return [];
    return [{ location: { uri: uriOf(part.file), range: rangeOf(part, each.span) }, message: each.message }];
  });
  return {
    range: rangeOf(here, span),
    severity: SEVERITIES[severity],
    code,
    source: "ctrc",
    message: help === undefined ? message : `${message}\nhelp: ${help}`,
    ...(relatedInformation.length === 0 ? {} : { relatedInformation }),
    ...(code === "unused-declaration" ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}
