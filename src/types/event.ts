/**
 * What a script says while it runs: one JSON object a line, on the file descriptor that CTRC_EVENTS_FD names and in
 * `events.jsonl` of the run directory. Cells and iterations count from 1; lines are those of the recipe.
 */
export type Event =
  | RunStarted
  | ImageReady
  | ImageImported
  | CellStarted
  | CellSkipped
  | BlockStarted
  | ActionFinished
  | ExpectationJudged
  | Observation
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
  /** Of a measure: planned time in nanoseconds, else null. */
  readonly forNs: number | null;
}

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
  /** `source`: the kernel file, clock or command. `resolution`: smallest step of the value, in its unit. */
  | { readonly value: number; readonly source: string; readonly resolution?: number }
  /** `missing`: why there is no value. */
  | { readonly value: null; readonly missing: string };

export type Outcome = "passed" | "failed" | "interrupted" | "error";

export interface BlockFinished extends EventParts {
  readonly event: "block-finished";
  readonly cell: number;
  readonly block: string;
  readonly kind: "check" | "measure";
  readonly outcome: Outcome;
}

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
