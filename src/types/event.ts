/**
 * What a script says while it runs: one JSON object a line, on the file descriptor that CTRC_EVENTS_FD names and in
 * `events.jsonl` of the run directory. Cells and iterations count from 1; lines are those of the recipe.
 */
export type Event =
  | RunStarted
  | RunResumed
  | ImageReady
  | ImageImported
  | CellStarted
  | CoresChosen
  | CellSkipped
  | BlockStarted
  | ActionFinished
  | ExpectationJudged
  | Observation
  | Calibration
  | IterationFinished
  | BlockFinished
  | Warned
  | Failed
  | UndoFailed
  | RunFinished;

interface EventParts {
  /** Time of the event since the run began, in nanoseconds. */
  readonly atNs: number;
}

export interface RunStarted extends EventParts {
  readonly event: "run-started";
  /** Version of this format. */
  readonly format: 1;
  readonly runId: string;
  readonly recipe: string;
  readonly title: string;
  /** `sha256:…` of the recipe's text and its imports'. */
  readonly recipeDigest: string;
  /** Run directory, absolute. */
  readonly out: string;
  readonly startedAt: string;
  readonly cells: readonly { readonly cell: number; readonly values: Readonly<Record<string, string>> }[];
  readonly blocks: readonly { readonly kind: "check" | "measure"; readonly block: string }[];
}

/**
 * A run that had been interrupted goes on in the same run directory, as another process. What came before it and is not complete
 * was taken out of the files: an observation is followed by its `iteration-finished`. Times go on from the last event.
 */
export interface RunResumed extends EventParts {
  readonly event: "run-resumed";
  /** What is on the host from here on is named by this one. */
  readonly runId: string;
  readonly startedAt: string;
}

/** An image is in the cache. */
export interface ImageReady extends EventParts {
  readonly event: "image";
  readonly image: string;
  /** Of its content, `sha256:…`. */
  readonly digest: string;
  /** Whether it was there before this run. */
  readonly cached: boolean;
}

/** An image was put on a storage, for a container's instances to begin with, and those of all that have the same mount points. */
export interface ImageImported extends EventParts {
  readonly event: "image-imported";
  readonly cell: number;
  readonly storage: string;
  readonly image: string;
  readonly container: string;
  readonly durationNs: number;
}

export interface CellStarted extends EventParts {
  readonly event: "cell-started";
  readonly cell: number;
}

/** What `cpuset.cpus auto` has become. */
export interface CoresChosen extends EventParts {
  readonly event: "cores-chosen";
  readonly cell: number;
  readonly cgroup: string;
  /** How many whole cores. */
  readonly cores: number;
  /** All their threads, as cpuset files have them: `2-3,66-67`. */
  readonly cpus: string;
  readonly memoryNodes: string;
}

/** A cell that this host cannot run. */
export interface CellSkipped extends EventParts {
  readonly event: "cell-skipped";
  readonly cell: number;
  readonly reason: string;
}

export interface BlockStarted extends EventParts {
  readonly event: "block-started";
  readonly cell: number;
  readonly block: string;
  readonly kind: "check" | "measure";
  readonly line: number;
  /** Of a measure: planned runs without warm-up; null when it runs for a time. */
  readonly repeat: number | null;
  readonly warmup: number;
  /** Of a measure: planned time in nanoseconds for each cell, else null. */
  readonly forNs: number | null;
  /**
   * Of a measure that goes on until its result is precise enough: width of the interval of the median, most runs, and the metric that
   * it looks at where that is not the time.
   */
  readonly until?: { readonly percent: number; readonly max: number; readonly of?: string };
  /** How the cells take turns; absent where there is one cell. */
  readonly order?: Order;
  /** Of a random order: the same seed gives the same order. */
  readonly seed?: number;
}

export type Order = "sequential" | "interleaved" | "random";

export interface ActionFinished extends EventParts {
  readonly event: "action-finished";
  readonly cell: number;
  readonly block: string;
  /** From 1, counting the actions of the block as they run. */
  readonly action: number;
  /** `run`, `start`, `exec`, `host`, … */
  readonly keyword: string;
  readonly line: number;
  readonly durationNs: number;
  /** Exit status of the command; 128 + signal where a signal ended it; null where nothing was waited for. */
  readonly status: number | null;
  /** Files of the run directory that hold what it printed; null where there is none. */
  readonly stdout: string | null;
  readonly stderr: string | null;
}

export interface ExpectationJudged extends EventParts {
  readonly event: "expectation";
  readonly cell: number;
  readonly block: string;
  readonly line: number;
  /** The statement as the recipe writes it. */
  readonly written: string;
  readonly held: boolean;
  readonly expected: string;
  readonly seen: string;
}

/** One action of one run of a measure; also a line of `samples.jsonl`. */
export interface Observation extends EventParts {
  readonly event: "observation";
  readonly cell: number;
  readonly block: string;
  readonly iteration: number;
  readonly warmup: boolean;
  /** Which action of the run, from 1, what it was and where it stands. */
  readonly action: number;
  readonly keyword: string;
  readonly line: number;
  readonly status: number | null;
  /** By metric name, which ends in its unit: `durationNs`, `cpuUsageNs`, `memoryPeakBytes`, … */
  readonly values: Readonly<Record<string, ObservedValue>>;
}

export type ObservedValue =
  | {
      readonly value: number;
      /** The kernel file, clock or command; and how, where the value is not exact: `sampled …`, `of the whole host`. */
      readonly source: string;
      /** Smallest step of the value, in its unit. A value below it is not 0, but less than this. */
      readonly resolution?: number;
      /** Of a `metric` of the recipe, where it gives one; the names of all others end in their unit. */
      readonly unit?: string;
    }
  /** `missing`: why there is no value. */
  | { readonly value: null; readonly missing: string };

/**
 * As an observation, of what the harness itself takes: `nothing` between two looks at the clock, an action that does nothing. It is a part
 * of every time, and never subtracted.
 */
export interface Calibration extends Omit<Observation, "event"> {
  readonly event: "calibration";
  /** Of a null container, the keyword `null-container`: what was run, as `calibrate` would have it, `box $ /bin/true`; `box` where none could be. */
  readonly written?: string;
}

/** A run of a measure is complete: all its observations came before this. */
export interface IterationFinished extends EventParts {
  readonly event: "iteration-finished";
  readonly cell: number;
  readonly block: string;
  /** As in its observations. All cells' runs of one number are a round: they took turns. */
  readonly iteration: number;
  readonly warmup: boolean;
  /** Sum over its actions. */
  readonly durationNs: number;
  /** Since the first run of the measure that counts began, in whatever cell; what the measure took before it was resumed included. */
  readonly elapsedNs: number;
  /** What disturbed it, from before its first action to after its last: `stealNs`, `hostPressureCpuNs`, … */
  readonly noise: Readonly<Record<string, ObservedValue>>;
  /** The `exclude when …` by which its observations do not count; null where they do. */
  readonly excluded: string | null;
  /** Of a measure that runs `until` something other than the time is precise enough: what it was in this run; null where there was none. */
  readonly untilValue?: number | null;
}

export type Outcome = "passed" | "failed" | "interrupted" | "error";

export interface BlockFinished extends EventParts {
  readonly event: "block-finished";
  readonly cell: number;
  readonly block: string;
  readonly kind: "check" | "measure";
  readonly outcome: Outcome;
  /** Of a measure that took turns or ran `until`: why there were no more runs. */
  readonly stopped?: Stopped;
  /** Of a measure that ran `until`, with other cells: those which it cannot be told apart from, nor called equal to. */
  readonly undecidedWith?: readonly number[];
}

/**
 * `repeat`: all runs were done; `time`: its time was over; `narrow`: the interval of the median was narrow enough; `decided`: so was
 * every comparison with another cell; `budget`: the most runs were done, and it is still undecided.
 */
export type Stopped = "repeat" | "time" | "narrow" | "decided" | "budget";

export interface Warned extends EventParts {
  readonly event: "warning";
  readonly message: string;
}

/** A step that could not be carried out; the run ends. */
export interface Failed extends EventParts {
  readonly event: "failure";
  /** `file:line` in the recipe, or null for what is no statement's. */
  readonly place: string | null;
  readonly command: string;
  readonly status: number;
  readonly message: string;
}

/** Something could not be taken down; `command` is what a person can run. */
export interface UndoFailed extends EventParts {
  readonly event: "undo-failed";
  readonly what: string;
  readonly command: string;
}

export interface RunFinished extends EventParts {
  readonly event: "run-finished";
  readonly outcome: Outcome | "host-lacks";
  readonly exitStatus: number;
}
