/** All observations of one metric of one action of a measure in one cell. */
export interface Sample {
  readonly cell: number;
  readonly block: string;
  /** Which action of a run, from 1. */
  readonly action: number;
  readonly keyword: string;
  readonly line: number;
  /** Of a null container: what was run. */
  readonly written?: string | undefined;
  /** Ends in its unit: `durationNs`, `memoryPeakBytes`; or the name of a `metric` of the recipe, in lower case. */
  readonly metric: string;
  /** Of a `metric`, where the recipe gives one. */
  readonly unit?: string | undefined;
  /** In the order of the runs, warm-up and excluded runs left out. */
  readonly observations: readonly number[];
  /** Which run of the measure each observation is of, from 1; as long as `observations`. */
  readonly iterations: readonly number[];
  /** When the event of each came, in nanoseconds since the run began; as long as `observations`. */
  readonly atNs: readonly number[];
  readonly warmups: readonly number[];
  /** Where the values come from: kernel file, clock or command; several if the source changed. */
  readonly sources: readonly string[];
  /** Smallest step of a value, in its unit, where it is known. */
  readonly resolution: number | undefined;
  /** Reasons for runs that have no value, with how many. */
  readonly missing: readonly { readonly reason: string; readonly count: number }[];
  /** Runs that the recipe's `exclude when …` left out: what disturbed them, with how many. */
  readonly excluded: readonly { readonly reason: string; readonly count: number }[];
}
