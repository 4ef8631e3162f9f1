import { constants } from "node:os";
import { join } from "node:path";
import {
  hostLacks,
  scriptKilled,
  scriptNotStarted,
  scriptRefused,
  scriptSaidNothing,
  unreadableEnvironment,
} from "../diagnostics/problems.ts";
import type { Event } from "../types/event.ts";
import type { Problem } from "../types/problem.ts";
import type { Report } from "../types/report.ts";
import type { RunRecord } from "../types/run-record.ts";
import { Channel } from "./1-run/channel.ts";
import { type RunningScript, type ScriptEnd, type StopSignal, startScript } from "./1-run/start-script.ts";
import { openUnnamed } from "./1-run/unnamed-file.ts";
import { RunRecorder } from "./2-collect/run-recorder.ts";
import { reportOf } from "./report-of.ts";
import { readEnvironment } from "./run-directory.ts";
import { leftText, readJournal, stateDirectory, storedRuns } from "./state.ts";

export type { StopSignal } from "./1-run/start-script.ts";
export { type CompareOptions, compare } from "./compare-paths.ts";
export { readRunDirectory } from "./run-directory.ts";
export { leftText, readJournal, stateDirectory, storedRuns };

export interface ExecuteOptions {
  /** Run directory; the script chooses one below the working directory where this is undefined. */
  readonly out?: string | undefined;
  /** Values of parameters, as a recipe writes them. */
  readonly set?: Readonly<Record<string, string>> | undefined;
  /** The only check or measure to run. */
  readonly only?: string | undefined;
  /** The only cell of the matrix to run, from 1. */
  readonly cell?: number | undefined;
  /** Of random orders that the recipe gives no seed, 0 to 2³¹ - 1; chosen anew where this is undefined. */
  readonly seed?: number | undefined;
  /** Run directory of an interrupted run that goes on; all other options are those that it had. */
  readonly resume?: string | undefined;
  /** Directory that the recipe's own paths are relative to. */
  readonly recipeDirectory?: string | undefined;
  /** Where what must outlive the script is kept. */
  readonly state?: string | undefined;
  /** Where images are kept. */
  readonly cache?: string | undefined;
  /** The run is ended when it takes longer, as a recipe writes it: `10min`. */
  readonly timeout?: string | undefined;
  /** What is kept of what a command prints, to each of its outputs, as a recipe writes it; unsaid, 64MiB. */
  readonly maxOutput?: string | undefined;
  /** Run as an ordinary user, as root of a user namespace. */
  readonly rootless?: boolean | undefined;
  /** Stops the run in an orderly way, as a first Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
}

/** A run: its events as they happen, for one reader, and its result. Who reads no events still gets the result. */
export interface Run {
  [Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined>;
  /** Never rejects for what the script does, nor where it cannot be started. */
  readonly result: Promise<RunResult>;
  /**
   * The first time: the script stops and takes down what it has set up. The second time: it is killed, and the
   * result says what is left and how to remove it.
   */
  interrupt(signal?: StopSignal): void;
}

export interface RunResult {
  /**
   * 0 all held, 1 an expectation failed, 2 wrong use, 3 the host lacks something, 4 a step failed, 128 and its number if a signal
   * ended the run: 130 for Ctrl-C.
   */
  readonly exitStatus: number;
  /** Undefined where the run did not begin. */
  readonly report: Report | undefined;
  /** What went wrong around the run; what the run itself has to say is in the report. */
  readonly problems: readonly Problem[];
  /** What the script printed to standard error, at most the last 64 KiB. */
  readonly stderr: string;
}

/** Runs a script that was built from a recipe. @param script its text */
export function execute(script: string, options: ExecuteOptions = {}): Run {
  const events = new Channel<Event>();
  let running: RunningScript | undefined;
  let early: StopSignal | undefined;
  const interrupt = (signal: StopSignal = "SIGINT"): void => {
    if (running === undefined) early ??= signal;
    else running.interrupt(signal);
  };
  const onAbort = (): void => interrupt();

  const carryOut = async (): Promise<RunResult> => {
    try {
      const recorder = new RunRecorder();
      const file = await openUnnamed(script);
      try {
        running = startScript(file.fd, { arguments: scriptArguments(options) });
      } finally {
        await file.close();
      }
      if (early !== undefined) running.interrupt(early);
      for await (const event of running) {
        recorder.add(event);
        events.push(event);
      }
      return await resultOf(recorder.record(), await running.ended, options);
    } catch (fault) {
      // The temporary file: a full disk, no rights. Anything else is a mistake of ours.
      if (!(fault instanceof Error && "syscall" in fault)) throw fault;
      return { exitStatus: 4, report: undefined, problems: [scriptNotStarted(fault.message)], stderr: "" };
    } finally {
      options.signal?.removeEventListener("abort", onAbort);
      events.close();
    }
  };

  if (options.signal?.aborted === true) interrupt();
  else options.signal?.addEventListener("abort", onAbort);
  return { result: carryOut(), interrupt, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() };
}

function scriptArguments(options: ExecuteOptions): string[] {
  const option = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, String(value)];
  const limits = [
    ...option("timeout", options.timeout),
    ...option("max-output", options.maxOutput),
    ...(options.rootless === true ? ["--rootless"] : []),
  ];
  if (options.resume !== undefined) return [...option("resume", options.resume), ...limits];
  return [
    ...option("seed", options.seed),
    ...option("out", options.out),
    ...Object.entries(options.set ?? {}).flatMap(([name, value]) => ["--set", `${name}=${value}`]),
    ...option("only", options.only),
    ...option("cell", options.cell),
    ...option("recipe-dir", options.recipeDirectory),
    ...option("state", options.state),
    ...option("cache", options.cache),
    ...limits,
  ];
}

async function resultOf(
  record: RunRecord | undefined,
  end: ScriptEnd,
  options: ExecuteOptions,
): Promise<RunResult> {
  const { stderr } = end;
  if (end.startFault !== undefined) {
    return { exitStatus: 3, report: undefined, problems: [scriptNotStarted(end.startFault)], stderr };
  }
  if (record === undefined) {
    const exitStatus = stoppedStatus(end) ?? end.exitStatus ?? 4;
    return {
      // Status 0 without a run would be taken for success.
      exitStatus: exitStatus === 0 ? 4 : exitStatus,
      report: undefined,
      problems: whyNotBegun(end),
      stderr,
    };
  }
  const directory = record.started.out;
  const environment = await readEnvironment(directory);
  const problems = environment === undefined ? [unreadableEnvironment()] : [];
  const report = reportOf({ directory, record, environment, problems });
  if (end.signal === undefined) return { exitStatus: end.exitStatus ?? 4, report, problems: [], stderr };
  return {
    exitStatus: stoppedStatus(end) ?? 4,
    report,
    problems: [killed(end.signal, record, options)],
    stderr,
  };
}

/** What a shell says of whom a signal has ended. */
function stoppedStatus({ stoppedBy }: ScriptEnd): number | undefined {
  return stoppedBy === undefined ? undefined : 128 + constants.signals[stoppedBy];
}

/** Before a run has begun there are no events: a script says on standard error why it does not begin. */
function whyNotBegun(end: ScriptEnd): Problem[] {
  if (end.stoppedBy !== undefined) return [];
  const said = end.stderr.split("\n").filter((line) => line !== "");
  const problemFor = end.exitStatus === 2 ? scriptRefused : end.exitStatus === 3 ? hostLacks : undefined;
  if (problemFor === undefined || said.length === 0) {
    return [scriptSaidNothing(end.signal ?? `status ${end.exitStatus}`)];
  }
  // `NAME.sh: ` in front is for who runs the script by hand.
  return said.map((line) => problemFor(line.replace(/^[a-z][a-z0-9-]*\.sh: /, "")));
}

function killed(signal: string, record: RunRecord, options: ExecuteOptions): Problem {
  const { runId, out } = record.started;
  const state = options.state === undefined ? "" : ` --state ${shellWord(options.state)}`;
  const run = storedRuns(stateDirectory(options.state)).find((found) => found.runId === runId);
  const left = (run?.journal ?? []).map(leftText);
  const command = `ctrc clean${state}, or bash ${shellWord(join(out, "script.sh"))} --cleanup ${runId}${state}`;
  return scriptKilled(signal, left, command);
}

function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
