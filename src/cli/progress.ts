import { duration } from "../execute/4-report/quantity.ts";
import type { BlockStarted, Event, Observation, RunStarted } from "../types/event.ts";

interface BlockProgress {
  readonly started: BlockStarted;
  readonly startedAtMs: number;
  /** The number of the last observation's run, warm-up runs counted. */
  iteration: number;
  isWarmup: boolean;
  /** Runs that began, warm-up left out, and those with it. */
  runs: number;
  allRuns: number;
  /** Time of the run under way, summed over its actions. */
  runNs: number | undefined;
  /** Of the finished runs, warm-up left out, ascending. */
  readonly sortedNs: number[];
}

/** What a run is doing, from its events and the time that passes, in one line. */
export class Progress {
  #run: RunStarted | undefined;
  #block: BlockProgress | undefined;
  #begun = 0;
  #skippedCells = 0;
  readonly #nowMs: () => number;
  readonly #blocksAsked: number | undefined;
  readonly #cellsAsked: number | undefined;

  /** @param asked how many of the blocks and cells were asked for, where that is not all of them */
  constructor(
    asked: { readonly blocks?: number | undefined; readonly cells?: number | undefined } = {},
    nowMs = () => performance.now(),
  ) {
    this.#blocksAsked = asked.blocks;
    this.#cellsAsked = asked.cells;
    this.#nowMs = nowMs;
  }

  add(event: Event): void {
    switch (event.event) {
      case "run-started":
        this.#run = event;
        break;
      case "cell-skipped":
        this.#skippedCells += 1;
        break;
      case "block-started":
        this.#begun += 1;
        this.#block = {
          started: event,
          startedAtMs: this.#nowMs(),
          iteration: 0,
          isWarmup: event.warmup > 0,
          runs: 0,
          allRuns: 0,
          runNs: undefined,
          sortedNs: [],
        };
        break;
      case "observation":
        if (this.#block !== undefined) observe(this.#block, event);
        break;
      case "block-finished":
        this.#block = undefined;
        break;
    }
  }

  /** How long the check or measure under way has taken so far; 0 where there is none. */
  elapsedMs(): number {
    return this.#block === undefined ? 0 : this.#nowMs() - this.#block.startedAtMs;
  }

  /** `[2/4] measure one-shot: run 7 of 10, median 12.3 ms, about 3 s left`; empty where nothing is under way. */
  line(): string {
    const run = this.#run;
    if (run === undefined) return "starting";
    if (this.#block === undefined) return "setting up or taking down";
    const { started } = this.#block;
    const cells = (this.#cellsAsked ?? run.cells.length) - this.#skippedCells;
    const total = (this.#blocksAsked ?? run.blocks.length) * Math.max(1, cells);
    const values = run.cells.find(({ cell }) => cell === started.cell)?.values ?? {};
    const cell = Object.entries(values).map(([name, value]) => `${name} ${value}`);
    return [
      `[${this.#begun}/${Math.max(total, this.#begun)}] ${started.kind} ${started.block}: ${this.#detail(this.#block)}`,
      ...cell,
    ].join(", ");
  }

  #detail(block: BlockProgress): string {
    const { started, runs: run, isWarmup, sortedNs } = block;
    const elapsedMs = this.#nowMs() - block.startedAtMs;
    const elapsed = wholeSeconds(elapsedMs);
    if (started.kind === "check") return elapsed;
    if (isWarmup) return `warm-up, ${elapsed}`;
    const runs = started.repeat === null ? `run ${run}` : `run ${run} of ${started.repeat}`;
    const middle = sortedNs[Math.floor((sortedNs.length - 1) / 2)];
    const median = middle === undefined ? [] : [`median ${duration(middle)}`];
    return [runs, ...median, timeLeft(block, elapsedMs) ?? elapsed].join(", ");
  }
}

function observe(block: BlockProgress, observation: Observation): void {
  const durationNs = observation.values.durationNs?.value ?? undefined;
  if (observation.iteration !== block.iteration || observation.warmup !== block.isWarmup) {
    // The first action of a run: the run before it is complete.
    if (block.runNs !== undefined && !block.isWarmup) insertSorted(block.sortedNs, block.runNs);
    block.runNs = undefined;
    block.allRuns += 1;
    if (!observation.warmup) block.runs += 1;
  }
  block.iteration = observation.iteration;
  block.isWarmup = observation.warmup;
  if (durationNs !== undefined) block.runNs = (block.runNs ?? 0) + durationNs;
}

function insertSorted(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

function timeLeft({ started, allRuns }: BlockProgress, elapsedMs: number): string | undefined {
  const about = (leftMs: number): string => `about ${wholeSeconds(Math.max(1000, leftMs))} left`;
  if (started.forNs !== null) return about(started.forNs / 1e6 - elapsedMs);
  if (started.repeat === null || allRuns < 2) return undefined;
  return about((elapsedMs / allRuns) * (started.repeat + started.warmup - allRuns));
}

/** A time that is counted while it passes: more digits would only flicker. */
function wholeSeconds(ms: number): string {
  return ms < 100_000 ? `${Math.ceil(ms / 1000)} s` : duration(ms * 1e6);
}
