import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Event } from "../../src/index.ts";
import { ctrc } from "../support/ctrc.ts";
import type { Needs } from "../support/needs.ts";

const root = resolve(import.meta.dirname, "../..");

/** What this machine must have to start another one in itself. */
export const NEEDS: Needs = { root: true, programs: ["qemu-system-x86_64", "mmdebstrap", "cpio"] };

/** Directories of recipes that hold by themselves, by the name that each has in the machine. */
const RECIPES = {
  host: join(root, "test/host/cases"),
  recipes: join(root, "recipes"),
  vm: join(import.meta.dirname, "cases"),
};
/** Those of tests of their own are there too. */
const FOLDERS = { ...RECIPES, engines: join(root, "test/host/engines") };

export interface RunInMachine {
  readonly name: string;
  /** A recipe, as a path below {@link FOLDERS}: `recipes/hello`. */
  readonly recipe: string;
  /** Further options of its script. */
  readonly options?: readonly string[] | undefined;
  /** Bash that starts the script, which is `"$@"`; unsaid, it is just started. */
  readonly starter?: string | undefined;
}

export interface OutcomeInMachine {
  /** NaN when it was not run. */
  readonly exitStatus: number;
  readonly stderr: string;
  /** Expectations that did not hold, and steps that failed, with the lines of the recipe. */
  readonly failed: readonly string[];
  /** Cells of the matrix that the machine could not run, and why. */
  readonly skipped: readonly string[];
  /** What was on the machine afterwards, and not before. */
  readonly left: readonly string[];
  readonly events: readonly Event[];
  /** Where everything is that the run has left behind for us. */
  readonly directory: string;
}

export interface Machine {
  /** What it runs comes back to `ctrc-results/vm-NAME`. */
  readonly name: string;
  readonly cgroup: "v1" | "v2";
}

/** Whoever hangs is ended after these. On a host that is busy with other things all takes several times as long as alone. */
const RUN_TIMEOUT_S = 600;
const MACHINE_TIMEOUT_S = 2400;
/** For the hook that starts a machine, whose disk may have to be built before. */
export const START_TIMEOUT_MS = (MACHINE_TIMEOUT_S + 600) * 1000;

/** All recipes that there are, as {@link RunInMachine} names them. */
export function allRecipes(): string[] {
  return Object.entries(RECIPES).flatMap(([place, directory]) =>
    readdirSync(directory)
      .filter((name) => name.endsWith(".ctr"))
      .map((name) => `${place}/${basename(name, ".ctr")}`),
  );
}

/**
 * Builds the scripts of the recipes here, starts a machine, and runs them there, where neither ctrc nor Node is. What
 * they wrote stays in `ctrc-results/vm-*` of the project until the next time.
 *
 * @returns by the names of the runs; a recipe that cannot be built has no exit status, and says why on standard error
 * @throws Error when the machine fails
 */
export async function runInMachine(
  machine: Machine,
  runs: readonly RunInMachine[],
): Promise<Map<string, OutcomeInMachine>> {
  const job = join(root, `ctrc-results/vm-${machine.name}`);
  rmSync(job, { recursive: true, force: true });
  mkdirSync(job, { recursive: true });
  for (const [name, directory] of Object.entries(FOLDERS)) {
    cpSync(directory, join(job, name), { recursive: true });
  }
  for (const tool of ["run-all", "kill-and-clean"]) cpSync(join(import.meta.dirname, tool), join(job, tool));
  const unbuilt = new Map<string, string>();
  for (const recipe of new Set(runs.map((run) => run.recipe))) {
    const built = await ctrc(["build", `${recipe}.ctr`, "--output", `${recipe}.sh`], { cwd: job });
    if (built.status !== 0) unbuilt.set(recipe, built.stderr);
  }
  for (const run of runs.filter(({ recipe }) => !unbuilt.has(recipe))) {
    const directory = join(job, "runs", run.name);
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "command"), commandOf(run));
  }
  await start(machine, job);
  const outcomes = runs.map(({ name, recipe }): [string, OutcomeInMachine] => {
    const outcome = outcomeOf(join(job, "runs", name));
    return [name, { ...outcome, stderr: unbuilt.get(recipe) ?? outcome.stderr }];
  });
  return new Map(outcomes);
}

function commandOf({ recipe, options = [], starter = '"$@"' }: RunInMachine): string {
  const words = [...options, "--out", "out"].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return `set -- bash "$JOB/${recipe}.sh" ${words.join(" ")}\n${starter}\n`;
}

/** Runs the job in the machine; what it prints as it goes goes to our standard output. */
async function start({ cgroup }: Machine, job: string): Promise<void> {
  const options = ["--directory", job, "--cgroup", cgroup, "--memory", "4000"];
  options.push("--timeout", `${MACHINE_TIMEOUT_S}`, "--console", join(job, "console"));
  // The temporary file systems of a machine are half its memory, and recipes/load-test.ctr fills 2 GB.
  const command = `mount -o remount,size=90% /dev/shm && ./run-all ${RUN_TIMEOUT_S}`;
  const program = join(import.meta.dirname, "run-in-vm");
  // The machine ends when the tests do, however they end.
  const words = ["--pdeathsig", "TERM", program, ...options, "--", "bash", "-c", command];
  const child = spawn("setpriv", words, {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const status = await new Promise((settle, reject) => {
    child.on("error", reject);
    child.on("close", settle);
  });
  if (status !== 0)
    throw new Error(`${program} ended with status ${status}; the console is in ${job}/console`);
}

function outcomeOf(directory: string): OutcomeInMachine {
  const text = (name: string) => {
    const file = join(directory, name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  const lines = (name: string) => text(name).split("\n").filter(Boolean);
  const events = lines("out/events.jsonl").map((line): Event => JSON.parse(line));
  return {
    exitStatus: Number(text("status") || Number.NaN),
    stderr: text("stderr"),
    failed: events.flatMap(failure),
    skipped: events.flatMap((event) =>
      event.event === "cell-skipped" ? [`cell ${event.cell}: ${event.reason}`] : [],
    ),
    left: lines("left"),
    events,
    directory,
  };
}

function failure(event: Event): string[] {
  if (event.event === "expectation" && !event.held) {
    return [`${event.block}, line ${event.line}: ${event.written}; seen: ${event.seen}`];
  }
  if (event.event === "failure") return [`${event.place ?? "script"}: ${event.message}`];
  if (event.event === "undo-failed") return [`not taken down: ${JSON.stringify(event)}`];
  return [];
}
