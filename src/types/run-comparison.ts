import type { Comparison } from "./comparison.ts";
import type { Sample } from "./sample.ts";

/** What a run of ctrc or of another tool measured, to be held against another. */
export interface MeasuredRun {
  /** As it was named: a run directory or a file. */
  readonly path: string;
  readonly tool: "ctrc" | "hyperfine" | "pyperf";
  /** Which run it was, and where; for people. */
  readonly title: string;
  /** What is known of how and where it was made, by name. */
  readonly facts: Readonly<Record<string, string>>;
  readonly series: readonly Series[];
}

/** One metric of one thing that was measured. */
export interface Series {
  /** What it is of, the same in every run in which it was measured: `restart, overlay`. */
  readonly subject: string;
  /** The measure of a recipe; the command or benchmark of another tool. */
  readonly block: string;
  readonly sample: Sample;
}

/** Several runs held against the first of them. */
export interface RunComparison {
  readonly baseline: MeasuredRun;
  readonly candidates: readonly MeasuredRun[];
  readonly pairs: readonly RunPair[];
  /** What was not measured in all runs. */
  readonly unmatched: readonly { readonly path: string; readonly subject: string }[];
  readonly differences: readonly FactDifference[];
  readonly gates: readonly GateResult[];
}

export interface RunPair {
  readonly candidate: MeasuredRun;
  readonly subject: string;
  readonly block: string;
  readonly baselineMedian: number;
  readonly candidateMedian: number;
  readonly comparison: Comparison;
}

/** A fact that is not the same in a candidate as in the baseline; undefined where it is not known. */
export interface FactDifference {
  readonly candidate: MeasuredRun;
  readonly fact: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** `median time of restart > +5%` */
export interface Gate {
  /** As it was written. */
  readonly written: string;
  /** In words, `memory peak`, or as it is stored, `memoryPeakBytes`. */
  readonly metric: string;
  /** Undefined: all. */
  readonly block: string | undefined;
  readonly direction: "above" | "below";
  /** Relative change, such as 0.05. */
  readonly limit: number;
}

export interface GateResult {
  readonly gate: Gate;
  /** `beyond`: the change is decidedly beyond the limit; `within`: decidedly not; `undecided`: the runs do not say. */
  readonly judged: readonly {
    readonly pair: RunPair;
    readonly outcome: "beyond" | "within" | "undecided";
  }[];
}
