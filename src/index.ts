/**
 * What ctrc does, for programs; the command line is written on it. Mistakes in a recipe are never thrown, they come
 * back as diagnostics.
 *
 *     import { run } from "ctrc";
 *     const hello = run("recipes/hello.ctr", { set: { rounds: "50" } });
 *     for await (const event of hello) console.log(event.event);
 *     const { exitStatus, report } = await hello.result;
 */
import { dirname, resolve } from "node:path";
import * as compile from "./compile/index.ts";
import type { HostFacts } from "./compile/lint/host.ts";
import { type ExecuteOptions, execute, type Run, type RunResult, type StopSignal } from "./execute/index.ts";
import { readRecipeText } from "./recipe-file.ts";
import type { Diagnostic } from "./types/diagnostic.ts";
import type { Model } from "./types/model.ts";
import type { SourceFile } from "./types/span.ts";
import type { Plan } from "./types/step.ts";

export type { HostFacts } from "./compile/lint/host.ts";
export { type RecipeFile, type Verification, verify } from "./compile/verify.ts";
export {
  type CompareOptions,
  compare,
  type Run,
  type RunResult,
  readRunDirectory,
  type StopSignal,
} from "./execute/index.ts";
export type { Comparison, Verdict } from "./types/comparison.ts";
export type { Diagnostic } from "./types/diagnostic.ts";
export type { Estimate } from "./types/estimate.ts";
export type { Event } from "./types/event.ts";
export type { Model } from "./types/model.ts";
export type { Problem } from "./types/problem.ts";
export type { Report } from "./types/report.ts";
export type { Gate, MeasuredRun, RunComparison } from "./types/run-comparison.ts";
export type { BlockRecord, RunRecord } from "./types/run-record.ts";
export type { Sample } from "./types/sample.ts";
export type { Plan, Step } from "./types/step.ts";
export { VERSION as version } from "./version.ts";

export interface ReadOptions {
  /** Where the text of the recipe and its imports comes from, by file name; unsaid, the file system. */
  readonly readFile?: ((file: string) => Promise<string>) | undefined;
}

export interface Checked {
  /** What could be understood; undefined where the recipe cannot be read at all. */
  readonly model: Model | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that the diagnostics point into. */
  readonly sources: readonly SourceFile[];
}

export interface Built {
  /** Undefined where the recipe has errors, as is the script. */
  readonly plan: Plan | undefined;
  readonly script: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: readonly SourceFile[];
}

export interface RunOptions extends ExecuteOptions, ReadOptions {}

export interface CheckOptions extends ReadOptions {
  /** A host whose memory and CPUs the recipe's limits are held against. */
  readonly host?: HostFacts | undefined;
}

/** Checks a recipe and its imports. Runs nothing. */
export async function check(file: string, options: CheckOptions = {}): Promise<Checked> {
  return await compile.check(file, options.readFile ?? readRecipeText, options.host);
}

/** Compiles a recipe to a bash script: the same text for the same recipe, on any machine. */
export async function build(file: string, options: CheckOptions = {}): Promise<Built> {
  return await compile.build(file, options.readFile ?? readRecipeText, options.host);
}

/**
 * Compiles a recipe and runs it. A recipe with errors runs nothing: its result has exit status 2 and the
 * diagnostics as problems. Where the recipe cannot be read, the result and the events reject.
 * @param recipe a recipe file, or a script with the directory that the recipe's own paths are relative to
 */
export function run(
  recipe: string | { readonly script: string; readonly recipeDirectory: string },
  options: RunOptions = {},
): Run {
  if (typeof recipe !== "string") {
    return execute(recipe.script, { recipeDirectory: recipe.recipeDirectory, ...options });
  }
  return new CompiledRun(recipe, options);
}

/** A run whose script must be compiled first. */
class CompiledRun implements Run {
  readonly result: Promise<RunResult>;
  readonly #started: Promise<Run | RunResult>;
  #run: Run | undefined;
  #early: StopSignal | undefined;

  constructor(file: string, options: RunOptions) {
    this.#started = this.#start(file, options);
    this.result = this.#started.then((started) => ("result" in started ? started.result : started));
    // Who only reads the events learns from those that the recipe cannot be read, and is not ended by a second
    // rejection that nobody waits for.
    this.result.catch(() => {});
  }

  interrupt(signal: StopSignal = "SIGINT"): void {
    if (this.#run === undefined) this.#early ??= signal;
    else this.#run.interrupt(signal);
  }

  async *[Symbol.asyncIterator](): ReturnType<Run[typeof Symbol.asyncIterator]> {
    const started = await this.#started;
    if ("result" in started) yield* started;
  }

  async #start(file: string, options: RunOptions): Promise<Run | RunResult> {
    const { script, diagnostics } = await build(file, options);
    if (script === undefined) {
      const problems = diagnostics.map(({ span, ...problem }) => ({
        ...problem,
        message: `${span.file}:${span.line}:${span.column}: ${problem.message}`,
      }));
      return { exitStatus: 2, report: undefined, problems, stderr: "" };
    }
    this.#run = execute(script, { recipeDirectory: dirname(resolve(file)), ...options });
    if (this.#early !== undefined) this.#run.interrupt(this.#early);
    return this.#run;
  }
}
