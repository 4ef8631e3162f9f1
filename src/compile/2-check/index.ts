import type { RecipeNode } from "../../../grammar/ast.ts";
import type { DeclaredKind } from "../../../grammar/vocabulary/schema.ts";
import {
  importNotDeclaration,
  missingRecipe,
  nothingToRun,
  recipeNotFirst,
} from "../../diagnostics/statements.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Model } from "../../types/model.ts";
import type { SourceFile } from "../../types/span.ts";
import { reportBoots } from "./boots.ts";
import { buildCheck, buildMeasure } from "./build/block.ts";
import { buildContainer } from "./build/container.ts";
import { buildCgroup, buildRequirement, buildStorage } from "./build/declarations.ts";
import { buildImage, reportImageCycles } from "./build/image.ts";
import { buildMatrix } from "./build/matrix.ts";
import { buildNamespace } from "./build/namespace.ts";
import { buildParameter } from "./build/parameters.ts";
import { type Context, collector } from "./context.ts";
import { declareName } from "./declare.ts";
import type { Entry } from "./entry.ts";
import { reportHostFiles } from "./host-files.ts";
import { Instances } from "./instances.ts";
import { Names } from "./names.ts";
import { readEntry } from "./read-entry.ts";
import { Scope } from "./scope.ts";
import { Structure } from "./structure.ts";
import { reportUnused } from "./unused.ts";
import { isValidName } from "./values/name.ts";

/**
 * Lays the parsed files against the vocabulary, binds their names, reads their values.
 * @param recipes the recipe itself first, then what it imports
 * @param sources the same files as text, for what quotes them
 * @returns a model if there is no error; every diagnostic in the order of the files and their lines
 */
export function check(
  recipes: readonly RecipeNode[],
  sources: readonly SourceFile[],
): { model: Model | undefined; diagnostics: Diagnostic[] } {
  const { diagnostics, report, isFlooded } = collector();
  const names = new Names();
  const scope = new Scope(undefined, "cell");
  const context: Context = { report, isFlooded, names, scope, instances: new Instances(), sources };
  const [main] = recipes;
  if (main === undefined) throw new Error("there is no recipe to check");
  const entries = structure(recipes, context);
  const model = build(main, entries, context);
  const hasErrors = diagnostics.some((each) => each.severity === "error");
  if (!hasErrors) reportUnused(context, main.span.file);
  const order = new Map(recipes.map((recipe, index) => [recipe.span.file, index]));
  const rank = ({ span }: Diagnostic): number => order.get(span.file) ?? recipes.length;
  diagnostics.sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start);
  return { model: hasErrors ? undefined : model, diagnostics };
}

/** What an imported file cannot have. */
const OF_A_RECIPE = new Set(["recipe", "check", "measure"]);

/** The statements of all files as one list. */
function structure(recipes: readonly RecipeNode[], { report, names }: Context): Entry[] {
  const structure = new Structure(report, names);
  return recipes.flatMap((recipe, index) => {
    const refused = recipe.statements.filter(({ keyword }) => index > 0 && OF_A_RECIPE.has(keyword));
    for (const { keyword, keywordSpan } of refused) report(importNotDeclaration(keywordSpan, keyword));
    return structure.block(
      "recipe",
      recipe.statements.filter((statement) => !refused.includes(statement)),
    );
  });
}

function build(main: RecipeNode, entries: readonly Entry[], context: Context): Model {
  const all = (keyword: string): Entry[] => entries.filter((entry) => entry.keyword === keyword);
  const { name, title } = buildTitle(main, all("recipe"), context);
  const parameters = all("param")
    .map((entry) => buildParameter(entry, context))
    .filter(isThere);
  // A second matrix was reported; its variables are known all the same.
  const [matrix] = all("matrix").map((entry) => buildMatrix(entry, context));
  // A path in quotes was looked at when the import was followed.
  const unread = all("import").filter(({ match }) => match.positional.get("file")?.[0]?.kind !== "string");
  for (const entry of unread) readEntry(entry, once(context, "imports are read once"));
  const requirements = all("require")
    .map((entry) => buildRequirement(entry, once(context, "requirements are looked at once")))
    .filter(isThere);

  // Every name first, so that the order of the declarations does not matter.
  const named = (kind: DeclaredKind) =>
    all(kind).map((entry) => ({ entry, name: declareName(entry, kind, context) }));
  const [cgroupEntries, namespaceEntries] = [named("cgroup"), named("namespace")];
  const [imageEntries, storageEntries, containerEntries] = [
    named("image"),
    named("storage"),
    named("container"),
  ];
  const cgroups = cgroupEntries.map(({ entry, name = "" }) => buildCgroup(entry, name, context));
  const namespaces = namespaceEntries.map(({ entry, name = "" }) => buildNamespace(entry, name, context));
  const images = imageEntries.map(({ entry, name = "" }) => buildImage(entry, name, context));
  reportImageCycles(images, context);
  const storages = storageEntries.map(({ entry, name = "" }) => buildStorage(entry, name, context));
  const containers = containerEntries.map(({ entry, name = "" }) =>
    buildContainer(entry, name, namespaces, context),
  );
  const blocks = entries
    .filter(({ keyword }) => keyword === "check" || keyword === "measure")
    .map((entry) => {
      const name = declareName(entry, "block", context) ?? "";
      return entry.keyword === "check"
        ? buildCheck(entry, name, context)
        : buildMeasure(entry, name, context);
    });
  reportHostFiles(blocks, containers, context.report);
  reportBoots(blocks, containers, context.report);
  if (blocks.length === 0 && name !== "")
    context.report(nothingToRun(main.statements[0]?.keywordSpan ?? main.span, name));
  const { sources } = context;
  const { span } = main;
  return {
    name,
    title,
    span,
    sources,
    parameters,
    requirements,
    matrix,
    cgroups,
    namespaces,
    images,
    storages,
    containers,
    blocks,
  };
}

/** The same context where a value cannot differ from cell to cell. */
function once(context: Context, subject: string): Context {
  return { ...context, scope: new Scope(context.scope, "run", subject) };
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function buildTitle(
  main: RecipeNode,
  entries: readonly Entry[],
  context: Context,
): { name: string; title: string } {
  const { report } = context;
  const [entry] = entries;
  const [first] = main.statements;
  if (entry === undefined) {
    const { start, line, column, file } = first?.keywordSpan ?? main.span;
    report(missingRecipe(first?.keywordSpan ?? { file, start, end: start, line, column }));
    return { name: "", title: "" };
  }
  if (first !== undefined && first !== entry.statement) {
    report(recipeNotFirst(entry.statement.keywordSpan, first.keywordSpan));
  }
  const values = readEntry(entry, context);
  const node = entry.match.positional.get("name")?.[0];
  const name = values?.literal("name") ?? "";
  if (values !== undefined && node !== undefined) isValidName(name, node.span, report);
  return { name, title: values?.optionalLiteral("title") ?? name };
}
