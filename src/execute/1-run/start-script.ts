import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Event } from "../../types/event.ts";
import { Channel } from "./channel.ts";
import { LineSplitter } from "./lines.ts";
import { readEvent } from "./read-event.ts";
import { Tail } from "./tail.ts";

const KEPT_OUTPUT_BYTES = 64 * 1024;

/** The script is what its process has open there; bash, and those that copy it, read it from its beginning. */
const SCRIPT_FD = 4;

/** Processes that outlive the script can hold its pipes open; what the script itself wrote is there long before. */
const DRAIN_MS = 1000;

export interface ScriptOptions {
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A script that runs. To be iterated once; who breaks off the iteration does not stop the script. */
export interface RunningScript {
  [Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined>;
  readonly ended: Promise<ScriptEnd>;
  /**
   * The first time: asks the script to stop, which takes down what it has set up. The second time: kills its process
   * group, and nothing is taken down.
   */
  interrupt(signal?: StopSignal): void;
}

/** What asks a script to stop. */
export type StopSignal = "SIGHUP" | "SIGINT" | "SIGQUIT" | "SIGTERM";

export interface ScriptEnd {
  /** Undefined where a signal ended it or it could not be started. */
  readonly exitStatus: number | undefined;
  readonly signal: string | undefined;
  /** Why it could not be started. */
  readonly startFault: string | undefined;
  /** What it was asked to stop by, the first time. */
  readonly stoppedBy: StopSignal | undefined;
  /** The last 64 KiB of what the script itself printed; commands print into files of the run directory. */
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Starts a script that `ctrc build` made, in a process group of its own, so that a Ctrl-C of the terminal reaches
 * only us. Never throws for what the script does: lines that are no events become events `warning`.
 * @param script descriptor of the script, which it keeps open by itself
 */
export function startScript(script: number, options: ScriptOptions): RunningScript {
  const subprocess = spawn("bash", ["-p", `/proc/self/fd/${SCRIPT_FD}`, ...options.arguments], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe", script],
    env: { ...process.env, ...options.environment, CTRC_EVENTS_FD: "3" },
  });
  let fault: NodeJS.ErrnoException | undefined;
  subprocess.on("error", (error) => {
    fault = error;
  });
  const events = new Channel<Event>();
  const stdout = new Tail(KEPT_OUTPUT_BYTES);
  const stderr = new Tail(KEPT_OUTPUT_BYTES);
  let held: StopSignal | undefined;
  let stoppedBy: StopSignal | undefined;
  let hasBegun = false;
  const eventLines = new LineSplitter(
    eventReader((event) => {
      hasBegun = true;
      if (held !== undefined) subprocess.kill(held);
      held = undefined;
      events.push(event);
    }),
  );
  const streams = [
    follow(subprocess.stdio[1] as Readable | null, (bytes) => stdout.write(bytes)),
    follow(subprocess.stdio[2] as Readable | null, (bytes) => stderr.write(bytes)),
    follow(subprocess.stdio[3] as Readable | null, (bytes) => eventLines.write(bytes)),
  ];
  let stopsAsked = 0;

  const end = async (): Promise<ScriptEnd> => {
    const started = subprocess.pid !== undefined;
    if (!started) await new Promise((resolve) => setImmediate(resolve));
    else if (subprocess.exitCode === null && subprocess.signalCode === null) await once(subprocess, "exit");
    const drained = setTimeout(() => {
      for (const stream of streams) stream.stop();
    }, DRAIN_MS);
    await Promise.all(streams.map((stream) => stream.ended));
    clearTimeout(drained);
    eventLines.end();
    events.close();
    return {
      exitStatus: subprocess.exitCode ?? undefined,
      signal: subprocess.signalCode ?? undefined,
      startFault: started ? undefined : startFault(fault),
      stoppedBy,
      stdout: stdout.text(),
      stderr: stderr.text(),
    };
  };

  return {
    ended: end(),
    interrupt(signal = "SIGINT") {
      const pid = subprocess.pid;
      if (pid === undefined || subprocess.exitCode !== null || subprocess.signalCode !== null) return;
      stopsAsked += 1;
      stoppedBy ??= signal;
      // Until its first event the script has no traps, and bash forgets a SIGINT that comes while it waits for a child.
      if (stopsAsked === 1 && !hasBegun) held = signal;
      else if (stopsAsked === 1) subprocess.kill(signal);
      else if (stopsAsked === 2) process.kill(-pid, "SIGKILL");
    },
    [Symbol.asyncIterator]: () => events[Symbol.asyncIterator](),
  };
}

function startFault(fault: NodeJS.ErrnoException | undefined): string {
  if (fault?.code === "ENOENT") return "there is no program `bash` on the PATH";
  return fault?.message ?? "for a reason that is not known";
}

function eventReader(take: (event: Event) => void): (line: string) => void {
  let lineNumber = 0;
  let atNs = 0;
  return (line) => {
    lineNumber += 1;
    const read = readEvent(line);
    if ("event" in read) {
      atNs = read.event.atNs;
      take(read.event);
    } else {
      take({
        event: "warning",
        atNs,
        message: `line ${lineNumber} of the events is unreadable: ${read.fault}`,
      });
    }
  };
}

interface FollowedStream {
  readonly ended: Promise<void>;
  stop(): void;
}

function follow(stream: Readable | null, take: (bytes: Buffer) => void): FollowedStream {
  if (stream === null) return { ended: Promise.resolve(), stop: () => {} };
  stream.on("data", take);
  // A pipe that breaks has nothing more to say, which is all that matters here.
  stream.on("error", () => {});
  const ended = new Promise<void>((resolve) => stream.once("close", resolve));
  return { ended, stop: () => stream.destroy() };
}
