import { duration } from "../execute/4-report/quantity.ts";
import type { BlockStarted, Event, IterationFinished, RunStarted } from "../types/event.ts";

interface BlockProgress {
  readonly started: BlockStarted;
  readonly startedAtMs: number;
  isWarmup: boolean;
  /** Finished runs: those that count, and those with the warm-up. */
  runs: number;
  allRuns: number;
  /** Of the finished runs, warm-up left out, ascending. */
  readonly sortedNs: number[];
}

/** What a run is doing, from its events and the time that passes, in one line. */
export class Progress {
  #run: RunStarted | undefined;
  /** Checks and measures under way: several cells of a measure, where they take turns. */
  readonly #open = new Map<string, BlockProgress>();
  #current: BlockProgress | undefined;
  #finished = 0;
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
      case "block-started": {
        const block = {
          ...{ started: event, startedAtMs: this.#nowMs(), isWarmup: event.warmup > 0 },
          ...{ runs: 0, allRuns: 0, sortedNs: [] },
        };
        this.#open.set(keyOf(event), block);
        this.#current = block;
        break;
      }
      case "observation":
        this.#current = this.#open.get(keyOf(event)) ?? this.#current;
        break;
      case "iteration-finished":
        this.#current = this.#open.get(keyOf(event)) ?? this.#current;
        if (this.#current !== undefined) count(this.#current, event);
        break;
      case "block-finished":
        this.#finished += 1;
        this.#open.delete(keyOf(event));
        this.#current = [...this.#open.values()].at(-1);
        break;
    }
  }

  /** How long the check or measure under way has taken so far; 0 where there is none. */
  elapsedMs(): number {
    return this.#current === undefined ? 0 : this.#nowMs() - this.#current.startedAtMs;
  }

  /** `[2/4] measure one-shot: run 7 of 10, median 12.3 ms, about 3 s left`; empty where nothing is under way. */
  line(): string {
    const run = this.#run;
    if (run === undefined) return "starting";
    if (this.#current === undefined) return "setting up or taking down";
    const { started } = this.#current;
    const cells = (this.#cellsAsked ?? run.cells.length) - this.#skippedCells;
    const total = (this.#blocksAsked ?? run.blocks.length) * Math.max(1, cells);
    const number = this.#finished + 1;
    const values = run.cells.find(({ cell }) => cell === started.cell)?.values ?? {};
    const cell = Object.entries(values).map(([name, value]) => `${name} ${value}`);
    return [
      `[${number}/${Math.max(total, number)}] ${started.kind} ${started.block}: ${this.#detail(this.#current)}`,
      ...cell,
    ].join(", ");
  }

  #detail(block: BlockProgress): string {
    const { started, runs, isWarmup, sortedNs } = block;
    const elapsedMs = this.#nowMs() - block.startedAtMs;
    const elapsed = wholeSeconds(elapsedMs);
    if (started.kind === "check") return elapsed;
    if (isWarmup) return `warm-up, ${elapsed}`;
    const most = started.repeat ?? started.until?.max;
    const run = Math.min(runs + 1, most ?? Number.POSITIVE_INFINITY);
    const runText = started.repeat === null ? `run ${run}` : `run ${run} of ${started.repeat}`;
    const text = started.until === undefined ? runText : `run ${run} of at most ${started.until.max}`;
    const middle = sortedNs[Math.floor((sortedNs.length - 1) / 2)];
    const median = middle === undefined ? [] : [`median ${duration(middle)}`];
    return [text, ...median, this.#timeLeft(started, elapsedMs) ?? elapsed].join(", ");
  }

  /** Of all the cells that take turns. */
  #timeLeft({ block, forNs, repeat }: BlockStarted, elapsedMs: number): string | undefined {
    const about = (leftMs: number): string => `about ${wholeSeconds(Math.max(1000, leftMs))} left`;
    const turns = [...this.#open.values()].filter(({ started }) => started.block === block);
    if (forNs !== null) return about((forNs / 1e6) * turns.length - elapsedMs);
    const done = turns.reduce((sum, { allRuns }) => sum + allRuns, 0);
    if (repeat === null || done < 2) return undefined;
    const all = turns.reduce((sum, { started }) => sum + repeat + started.warmup, 0);
    return about((elapsedMs / done) * (all - done));
  }
}

function keyOf({ cell, block }: { readonly cell: number; readonly block: string }): string {
  return `${cell} ${block}`;
}

function count(block: BlockProgress, { warmup, durationNs }: IterationFinished): void {
  block.allRuns += 1;
  block.isWarmup = warmup && block.allRuns < block.started.warmup;
  if (warmup) return;
  block.runs += 1;
  insertSorted(block.sortedNs, durationNs);
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

/** A time that is counted while it passes: more digits would only flicker. */
function wholeSeconds(ms: number): string {
  return ms < 100_000 ? `${Math.ceil(ms / 1000)} s` : duration(ms * 1e6);
}
