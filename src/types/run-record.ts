import type {
  ActionFinished,
  BlockFinished,
  BlockStarted,
  CoresChosen,
  ExpectationJudged,
  Failed,
  ImageImported,
  IterationFinished,
  Outcome,
  RunStarted,
  UndoFailed,
} from "./event.ts";
import type { Sample } from "./sample.ts";

/** What the events of one run tell, put in order; the same for a run that goes on and for one read from its directory. */
export interface RunRecord {
  readonly started: RunStarted;
  /** From the beginning to the last event. */
  readonly durationNs: number;
  /** `unfinished`: the script said nothing about its end; it runs, or it was killed. */
  readonly outcome: Outcome | "host-lacks" | "unfinished";
  readonly exitStatus: number | undefined;
  /** What the containers were made from, by the digest of its content. */
  readonly images: readonly { readonly image: string; readonly digest: string }[];
  /** What it took to put images on storages. */
  readonly imports: readonly Omit<ImageImported, "event" | "atNs">[];
  /** What `cpuset.cpus auto` has become, in every cell. */
  readonly cores: readonly Omit<CoresChosen, "event" | "atNs">[];
  /** How often the run was interrupted and went on. */
  readonly resumed: number;
  readonly skippedCells: readonly { readonly cell: number; readonly reason: string }[];
  /** In the order in which they began. */
  readonly blocks: readonly BlockRecord[];
  readonly samples: readonly Sample[];
  /** What the harness itself takes, before the first run of each measure. */
  readonly calibrations: readonly Sample[];
  readonly warnings: readonly string[];
  readonly failures: readonly Failed[];
  /** What could not be taken down. */
  readonly leftovers: readonly UndoFailed[];
}

/** A check or measure in one cell. */
export interface BlockRecord {
  readonly started: BlockStarted;
  readonly outcome: Outcome | "unfinished";
  /** Undefined while it is unfinished. */
  readonly durationNs: number | undefined;
  /** Of a measure: finished runs, warm-up left out. */
  readonly runs: number;
  /** Of a measure: all its finished runs, warm-up and excluded ones too, with what disturbed each. */
  readonly iterations: readonly IterationFinished[];
  /** Undefined while it is unfinished. */
  readonly finished: BlockFinished | undefined;
  readonly expectations: readonly ExpectationRecord[];
}

export interface ExpectationRecord {
  readonly judged: ExpectationJudged;
  /** The action that was finished last before it; undefined where there was none. */
  readonly after: ActionFinished | undefined;
}
