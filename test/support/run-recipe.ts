import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/index.ts";
import { leftOf } from "./left.ts";

export interface Outcome {
  readonly exitStatus: number | undefined;
  /** What was seen instead of what was expected, each with its line. */
  readonly failed: readonly string[];
  /** Why the run ended early, each with its place. */
  readonly failures: readonly string[];
  readonly warnings: readonly string[];
  /** What the run has left on this machine. */
  readonly left: readonly string[];
  /** The run directory. */
  readonly out: string;
}

let runs = 0;

/** Runs a recipe in a directory, which gets a cache of its own, and tells how it ended. */
export async function runRecipe(directory: string, recipe: string): Promise<Outcome> {
  runs += 1;
  const file = join(directory, "recipe.ctr");
  writeFileSync(file, recipe);
  const [out, state] = [join(directory, `out-${runs}`), join(directory, "state")];
  const running = run(file, { out, state, cache: join(directory, "cache") });
  const [failed, failures, warnings]: [string[], string[], string[]] = [[], [], []];
  for await (const event of running) {
    if (event.event === "expectation" && !event.held) failed.push(`${event.line}: ${event.seen}`);
    if (event.event === "failure") failures.push(`${event.place}: ${event.message}`);
    if (event.event === "warning") warnings.push(event.message);
  }
  const { exitStatus, report } = await running.result;
  return {
    exitStatus,
    failed,
    failures,
    warnings,
    left: leftOf(report?.record.started.runId ?? "?", state),
    out,
  };
}
