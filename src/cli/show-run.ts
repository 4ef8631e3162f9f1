import { RunRecorder } from "../execute/2-collect/run-recorder.ts";
import { excerpt, neutraliseJson } from "../execute/4-report/neutralise.ts";
import { TextReport } from "../execute/4-report/text.ts";
import type { ExecuteOptions } from "../execute/index.ts";
import { run, type StopSignal } from "../index.ts";
import type { Event, RunStarted } from "../types/event.ts";
import { EXIT } from "./exit-status.ts";
import { LiveLine } from "./live-line.ts";
import { hasColor, note, print, printProblems } from "./output.ts";
import { Progress } from "./progress.ts";

interface ShowOptions extends ExecuteOptions {
  readonly json?: true;
  readonly quiet?: true;
}

/** Problems of scripts that could not say in an event what had happened. */
const UNPLANNED_ENDS = new Set(["script-killed", "script-said-nothing"]);

const SIGN_OF_LIFE_MS = 10_000;

/**
 * Runs a script and shows it: how far it is on the terminal, if standard error is one, and each check and measure on
 * standard output as soon as it has ended, so that the whole makes the report.
 * @returns the exit status
 */
export async function showRun(
  recipe: { readonly script: string; readonly recipeDirectory: string },
  options: ShowOptions,
): Promise<number> {
  const { json, quiet, ...runOptions } = options;
  const running = run(recipe, runOptions);
  const progress = new Progress({
    blocks: options.only === undefined ? undefined : 1,
    cells: options.cell === undefined ? undefined : 1,
  });
  const live =
    process.stderr.isTTY && quiet !== true ? new LiveLine(process.stderr, () => progress.line()) : undefined;
  const say = (text: string, write: (text: string) => void): void => {
    live?.erase();
    write(text);
  };
  const stopListening = onSignals((signal, times) => {
    running.interrupt(signal);
    if (times === 1) {
      say("interrupted: taking down what was set up; once more to stop at once, and leave it\n", note);
    }
  });
  const signOfLife =
    live === undefined && quiet !== true
      ? setInterval(() => {
          if (progress.elapsedMs() >= SIGN_OF_LIFE_MS) note(`${progress.line()}\n`);
        }, SIGN_OF_LIFE_MS)
      : undefined;
  signOfLife?.unref();

  const report = new TextReport(hasColor(process.stdout));
  const parts = json === true ? eventLines() : reportParts(report, quiet === true);
  live?.start();
  try {
    for await (const event of running) {
      progress.add(event);
      const text = parts(event);
      if (text !== "") say(text, print);
    }
    const result = await running.result;
    live?.stop();
    if (
      result.report !== undefined &&
      json !== true &&
      !(quiet === true && result.exitStatus === EXIT.held)
    ) {
      const ending = [...(quiet === true ? [] : report.results(result.report)), ...report.end(result.report)];
      print(`${ending.join("\n")}\n`);
    }
    await printProblems(result.problems);
    // Of a script that ended as it should, events and problems say all that its standard error does.
    if (result.problems.some(({ code }) => UNPLANNED_ENDS.has(code))) noteLines(result.stderr);
    return result.exitStatus;
  } finally {
    live?.stop();
    clearInterval(signOfLife);
    stopListening();
  }
}

/** The first Ctrl-C, or another signal to stop, and those that follow. @returns takes the listeners away */
function onSignals(take: (signal: StopSignal, times: number) => void): () => void {
  let times = 0;
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const).map((name) => {
    const listener = (): void => {
      times += 1;
      take(name, times);
    };
    process.on(name, listener);
    return { name, listener };
  });
  return () => {
    for (const { name, listener } of listeners) process.off(name, listener);
  };
}

function eventLines(): (event: Event) => string {
  return (event) => `${neutraliseJson(JSON.stringify(event))}\n`;
}

/** What the report has to say after each event: its header, its cells, and each block that has ended. */
function reportParts(report: TextReport, quiet: boolean): (event: Event) => string {
  const recorder = new RunRecorder();
  let started: RunStarted | undefined;
  const linesFor = (event: Event): string[] => {
    if (event.event === "run-started") {
      started = event;
      return quiet ? [] : report.header(event);
    }
    if (started === undefined) return [];
    if (event.event === "cell-started") {
      return quiet || started.cells.length === 1 ? [] : report.cell(started, event.cell);
    }
    if (event.event !== "block-finished" || (quiet && event.outcome === "passed")) return [];
    const block = recorder.block(event);
    return block === undefined ? [] : report.block(started, block);
  };
  return (event) => {
    recorder.add(event);
    return linesFor(event)
      .map((line) => `${line}\n`)
      .join("");
  };
}

function noteLines(text: string): void {
  for (const line of text.split("\n")) if (line !== "") note(`${excerpt(line, 500)}\n`);
}
