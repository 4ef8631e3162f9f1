import type { Action, Operator } from "./action.ts";
import type {
  Cgroup,
  Container,
  Image,
  Matrix,
  Namespace,
  Parameter,
  Requirement,
  Storage,
} from "./declared.ts";
import type { Order } from "./event.ts";
import type { SourceFile, Span } from "./span.ts";
import type { Text } from "./text.ts";

/** A recipe that was checked: names bound, units read, everything in the order of the recipe. */
export interface Model {
  readonly name: string;
  readonly title: string;
  readonly span: Span;
  /** The recipe first, then its imports in the order in which they were reached. */
  readonly sources: readonly SourceFile[];
  readonly parameters: readonly Parameter[];
  readonly requirements: readonly Requirement[];
  readonly matrix: Matrix | undefined;
  readonly cgroups: readonly Cgroup[];
  readonly namespaces: readonly Namespace[];
  readonly images: readonly Image[];
  readonly storages: readonly Storage[];
  readonly containers: readonly Container[];
  readonly blocks: readonly Block[];
}

export type Block = Check | Measure;

interface BlockParts {
  readonly name: string;
  readonly prepare: readonly Action[];
  readonly body: readonly Action[];
  readonly finally: readonly Action[];
  /** How long it may take without its `finally`, in nanoseconds: a check in a cell, a measure in all cells that take turns. */
  readonly timeoutNs: Text | undefined;
  readonly span: Span;
}

export interface Check extends BlockParts {
  readonly kind: "check";
}

export interface Measure extends BlockParts {
  readonly kind: "measure";
  readonly design: Design;
  readonly probes: readonly Probe[];
  /** What is looked at before the first run, to see what the engine itself takes: one action, or none; undefined: the recipe does not say. */
  readonly calibration: readonly Action[] | undefined;
}

/** All actions of a check or measure, in the order in which they are done. */
export function actionsOf(block: Block): Action[] {
  const calibration = block.kind === "measure" ? (block.calibration ?? []) : [];
  return [...calibration, ...block.prepare, ...block.body, ...block.finally];
}

/** How often a measure runs its commands, and in which order. Exactly one of the first three is given. */
export interface Design {
  /** How many runs. */
  readonly repeat: Text | undefined;
  /** For how long, in nanoseconds; the run that is under way at the end is finished. */
  readonly forNs: Text | undefined;
  /**
   * Until the result is so precise, in percent, but not more often than `max`. `of`: what is looked at, as samples call it, where
   * that is not the time.
   */
  readonly until: { readonly percent: Text; readonly max: Text; readonly of: string | undefined } | undefined;
  /** How the cells take turns; undefined: the recipe does not say. */
  readonly order: Order | undefined;
  /** Of a random order. */
  readonly seed: Text | undefined;
  /** Where the recipe says the order. */
  readonly orderSpan: Span | undefined;
  readonly exclusions: readonly Exclusion[];
  /** The variable that holds the number of the run, from 1. */
  readonly variable: string | undefined;
  readonly warmup: Text;
}

export type { Order };

/** Runs that are left out. */
export interface Exclusion {
  readonly cause: string;
  /** Of what is told as a share of the run's time, in percent; undefined: whenever there is any. */
  readonly share: { readonly operator: Operator; readonly percent: Text } | undefined;
  /** As the recipe writes it. */
  readonly written: string;
  readonly span: Span;
}

export type Probe = "time" | "cpu" | "memory" | "disk" | "io" | "pids" | "pressure";
