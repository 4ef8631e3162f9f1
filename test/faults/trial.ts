import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { readEvent } from "../../src/execute/1-run/read-event.ts";
import { build } from "../../src/index.ts";
import type { Plan } from "../../src/types/step.ts";
import { differences, hostState, processesIn } from "./host-state.ts";
import { PATIENCE } from "./place.ts";
import { type Ended, makeSandbox, type Sandbox, type Started } from "./sandbox.ts";
import type { Subject } from "./subjects.ts";

/** Longer than anything here takes, and shorter than somebody waits for a test. */
const PATIENCE_MS = 60_000 * PATIENCE;

/** For a test, or a hook, of one fault and for one of many. */
export const TRIAL_TIMEOUT_MS = 2 * PATIENCE_MS;
export const TRIALS_TIMEOUT_MS = 60 * PATIENCE_MS;

/** Ways in which what a dead run has left is taken down. */
export type Cleaning = "ctrc clean" | "script.sh --cleanup" | "the next run";

/** A subject in a sandbox of its own, in which it is run again and again. */
export class Trial {
  readonly sandbox: Sandbox;
  readonly plan: Plan;
  readonly script: string;
  readonly #subject: Subject;
  readonly #options: readonly string[];
  readonly #recipe: string;
  /** Before the first run. */
  readonly #fresh: readonly string[];
  #before: readonly string[] = [];

  private constructor(subject: Subject, sandbox: Sandbox, recipe: string, plan: Plan, script: string) {
    this.#subject = subject;
    this.#recipe = recipe;
    this.sandbox = sandbox;
    this.plan = plan;
    this.script = script;
    const wanted = Object.entries(subject.cell ?? {});
    const cell = plan.cells.find(({ values }) =>
      wanted.every(([name, value]) => values.some((one) => one.name === name && one.value === value)),
    );
    if (cell === undefined)
      throw new Error(`no cell of ${subject.recipe} has ${JSON.stringify(subject.cell)}`);
    // What every run makes there and leaves.
    for (const name of ["state", "state/runs"]) mkdirSync(this.#seen(name), { recursive: true, mode: 0o700 });
    this.#fresh = this.#state([]);
    this.#options = [
      ...(wanted.length === 0 ? [] : ["--cell", `${cell.number}`]),
      ...(subject.only === undefined ? [] : ["--only", subject.only]),
      ...Object.entries(subject.settings ?? {}).flatMap(([name, value]) => ["--set", `${name}=${value}`]),
      ...["out", "state", "cache"].flatMap((name) => [`--${name}`, this.path(name)]),
    ];
  }

  /** @param prepare bash that is run once in the sandbox, in its folder */
  static async begin(subject: Subject, prepare?: string): Promise<Trial> {
    const sandbox = makeSandbox(prepare);
    try {
      const recipe = join(sandbox.directory, basename(subject.recipe));
      const text = readFileSync(subject.recipe, "utf8");
      const [whole, smaller] = subject.instead ?? ["", ""];
      if (!text.includes(whole)) throw new Error(`${subject.recipe} has no ${whole}`);
      writeFileSync(recipe, text.replace(whole, smaller));
      const { plan, script } = await build(recipe);
      if (plan === undefined || script === undefined) throw new Error(`${subject.recipe} has errors`);
      const trial = new Trial(subject, sandbox, recipe, plan, script);
      writeFileSync(trial.path("plain.sh"), script);
      const last = script.lastIndexOf("\n{\n");
      const faults = readFileSync(join(import.meta.dirname, "inject.sh"), "utf8");
      const faulty = `${script.slice(0, last + 1)}${faults}${script.slice(last + 1)}`;
      writeFileSync(trial.path("faulty.sh"), faulty);
      return trial;
    } catch (fault) {
      sandbox.remove();
      throw fault;
    }
  }

  path(...names: string[]): string {
    return join(this.sandbox.directory, ...names);
  }

  /** The same, as seen from here also where something is mounted in the sandbox. */
  #seen(...names: string[]): string {
    return `/proc/${this.sandbox.holder}/root${this.path(...names)}`;
  }

  /**
   * From now on this is how the host must be when nothing is left.
   * @throws Error when the runs until now have left something elsewhere than in the cache
   */
  async remember(): Promise<void> {
    this.reset();
    const left = await this.#lookFor(() => differences(this.#fresh, this.#state([])));
    if (left.length > 0) throw new Error(`the first runs have left something: ${left.join("; ")}`);
    this.#before = this.#state(["cache"]);
  }

  /** What is on the host, or no more, since `remember` or since it was told the last time. */
  async left(): Promise<string[]> {
    const found = await this.#lookFor(() => differences(this.#before, this.#state(["cache"])));
    if (found.length > 0) this.#before = this.#state(["cache"]);
    return found;
  }

  /** Looks again where there is something, as some things take a moment. */
  async #lookFor(find: () => string[]): Promise<string[]> {
    for (let tries = 0; ; tries++) {
      const found = find();
      if (found.length === 0 || tries === 20) return found;
      await pause(100);
    }
  }

  #state(folders: readonly string[]): string[] {
    return hostState(this.sandbox, ["state", "tmp", ...folders], this.#subject.lists);
  }

  startScript(env: Readonly<Record<string, string>> = {}, script = "faulty.sh"): Started {
    return this.sandbox.start(["bash", this.path(script), ...this.#options], { env });
  }

  startCtrc(env: Readonly<Record<string, string>> = {}): Started {
    const words = ["run", this.#recipe, ...this.#options];
    return this.sandbox.start([process.execPath, inject("cli"), ...words], { env });
  }

  /** What ctrc does before it starts the script. */
  build(): Started {
    return this.sandbox.start([
      process.execPath,
      inject("cli"),
      "build",
      this.#recipe,
      "--output",
      this.path("built.sh"),
    ]);
  }

  async clean(how: Cleaning): Promise<Ended> {
    const state = ["--state", this.path("state")];
    if (how === "ctrc clean") {
      return await inTime(this.sandbox.start([process.execPath, inject("cli"), "clean", ...state]));
    }
    if (how === "script.sh --cleanup") {
      return await inTime(this.sandbox.start(["bash", this.path("plain.sh"), "--cleanup", ...state]));
    }
    this.reset();
    return await inTime(this.startScript({}, "plain.sh"));
  }

  /** Whether there are runs that have not taken down everything. */
  hasRuns(): boolean {
    return readdirSync(this.#seen("state", "runs")).length > 0;
  }

  /** Waits until nothing of ctrc and the script runs any more; a container may. What is about to die has no command line. */
  async untilQuiet(): Promise<void> {
    const directory = `${dirname(this.path("x"))}/`;
    const ours = () =>
      processesIn(this.sandbox.cgroups).filter(
        ({ command }) =>
          command === "" ||
          (/(plain|faulty|script)\.sh |cli\.js |\/proc\/self\/fd\/4 /.test(command) &&
            command.includes(directory)),
      );
    for (let waitedMs = 0; ours().length > 0; waitedMs += 50) {
      if (waitedMs > PATIENCE_MS)
        throw new Error(
          `still there: ${ours()
            .map(({ command }) => command)
            .join("; ")}`,
        );
      await pause(50);
    }
  }

  /**
   * Whether what the run wrote can be read: each line of the events but those that were cut, which are the last one or as many
   * as are said, and no more than one command whose outputs are there and its event is not.
   * @returns what is wrong
   */
  resultFaults(cutLines = 0): string[] {
    const file = this.#seen("out", "events.jsonl");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n");
    // What follows the last newline was cut.
    lines.pop();
    const events = lines.map(readEvent);
    const unreadable = events.flatMap((read, at) =>
      "event" in read ? [] : [`line ${at + 1}: ${read.fault}`],
    );
    const told = events.filter((read) => "event" in read && isCommand(read.event)).length;
    const outputs = this.#seen("out", "outputs");
    const commands = existsSync(outputs)
      ? readdirSync(outputs).filter((name) => name.endsWith(".stdout")).length
      : 0;
    return [
      ...unreadable.slice(cutLines),
      ...(commands - told > 1 ? [`${commands} commands, ${told} of them in the events`] : []),
    ];
  }

  /** Forgets the results of the run before. */
  reset(): void {
    // What is mounted there is emptied.
    const out = this.#seen("out");
    for (const name of existsSync(out) ? readdirSync(out) : []) {
      rmSync(join(out, name), { recursive: true, force: true });
    }
  }

  end(): void {
    this.sandbox.remove();
  }
}

/** Whether it tells of something that may have had outputs. */
function isCommand({ event, keyword }: { readonly event: string; readonly keyword?: string }): boolean {
  return /^(observation|action-finished|calibration)$/.test(event) && keyword !== "nothing";
}

/** @throws Error when it hangs, after which it is killed */
export async function inTime({ process: child, ended }: Started): Promise<Ended> {
  const timer = new AbortController();
  const late = pause(PATIENCE_MS, undefined, { signal: timer.signal }).then(
    () => undefined,
    () => undefined,
  );
  const end = await Promise.race([ended, late]);
  timer.abort();
  if (end !== undefined) return end;
  child.kill("SIGKILL");
  throw new Error(`still running after ${PATIENCE_MS} ms`);
}
