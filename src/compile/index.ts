import { limitDiagnostics } from "../diagnostics/limit.ts";
import { defaultEngine, engines } from "../engines/index.ts";
import { runtime } from "../runtime/index.ts";
import { defaultStorageDriver, storageDrivers } from "../storage/index.ts";
import type { Diagnostic } from "../types/diagnostic.ts";
import type { Model } from "../types/model.ts";
import type { SourceFile } from "../types/span.ts";
import type { Plan } from "../types/step.ts";
import { VERSION } from "../version.ts";
import { parseWithImportsAsync } from "./1-parse/imports.ts";
import { check as checkRecipes } from "./2-check/index.ts";
import { plan as makePlan } from "./3-plan/index.ts";
import { checkEngines, type PlugIns } from "./3-plan/plug-ins.ts";
import { checkTurns } from "./3-plan/turns.ts";
import { emit } from "./4-emit/script.ts";
import { withoutFollowOn, withoutOrphans } from "./follow-on.ts";
import { withoutAllowed } from "./lint/allow.ts";
import { type HostFacts, lintHost } from "./lint/host.ts";
import { lintSharedDisk } from "./lint/shared-disk.ts";
import { lintSizes } from "./lint/sizes.ts";
import { checkShellSyntax } from "./shell-syntax.ts";

const plugIns: PlugIns = { engines, defaultEngine, storageDrivers, defaultStorageDriver };

export interface Checked {
  /** Undefined if there is an error. */
  readonly model: Model | undefined;
  /** In the order of the files, and of their text. */
  readonly diagnostics: Diagnostic[];
  /** The recipe, then its imports. */
  readonly sources: readonly SourceFile[];
}

/**
 * Parses a recipe with its imports and checks it, and whether its engines can do what it asks.
 * @param readFile rejects if there is no such file: for an import that is a diagnostic, for the recipe itself it is
 *   passed on
 * @param host a host whose limits the recipe's are held against
 */
export async function check(
  file: string,
  readFile: (file: string) => Promise<string>,
  host?: HostFacts,
): Promise<Checked> {
  const main = { file, text: await readFile(file) };
  const read = (path: string): Promise<string | undefined> => readFile(path).catch(() => undefined);
  const { recipes, sources, diagnostics: shape } = await parseWithImportsAsync(main, read);
  const { model, diagnostics: semantic } = checkRecipes(recipes, sources);
  const syntax = withoutOrphans(shape, semantic);
  const shell = await checkShellSyntax(recipes, sources);
  const engine = model === undefined ? [] : [...checkEngines(model, plugIns), ...checkTurns(model, plugIns)];
  const lints = model === undefined ? [] : lint(model, host);
  const all = [...syntax, ...withoutFollowOn([...semantic, ...shell, ...engine, ...lints], syntax, sources)];
  const isWhole = model !== undefined && !hasErrors(all);
  const diagnostics = withoutAllowed(all, recipes, sources, isWhole);
  const order = new Map(sources.map((source, index) => [source.file, index]));
  const rank = ({ span }: Diagnostic): number => order.get(span.file) ?? sources.length;
  diagnostics.sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start);
  return { model: isWhole ? model : undefined, diagnostics: limitDiagnostics(diagnostics), sources };
}

/** What is right and may not be meant; of a value that is used in two places, once. */
function lint(model: Model, host: HostFacts | undefined): Diagnostic[] {
  const found = [
    ...lintSizes(model),
    ...lintSharedDisk(model, storageDrivers),
    ...(host === undefined ? [] : lintHost(model, host)),
  ];
  return [...new Map(found.map((each) => [`${each.code} ${JSON.stringify(each.span)}`, each])).values()];
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

export interface Built {
  /** Undefined if there is an error, as is the script. */
  readonly plan: Plan | undefined;
  readonly script: string | undefined;
  readonly diagnostics: Diagnostic[];
  readonly sources: readonly SourceFile[];
}

/** Compiles a recipe to a bash script; the parameters are those of {@link check}. */
export async function build(
  file: string,
  readFile: (file: string) => Promise<string>,
  host?: HostFacts,
): Promise<Built> {
  const { model, diagnostics, sources } = await check(file, readFile, host);
  if (model === undefined) return { plan: undefined, script: undefined, diagnostics, sources };
  const plan = makePlan(model, plugIns);
  const script = emit(plan, { runtime, ...plugIns, version: VERSION });
  return { plan, script, diagnostics, sources };
}
