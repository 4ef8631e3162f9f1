/** All observations of one metric of one action of a measure in one cell. */
export interface Sample {
  readonly cell: number;
  readonly block: string;
  /** Which action of a run, from 1. */
  readonly action: number;
  readonly keyword: string;
  readonly line: number;
  /** Ends in its unit: `durationNs`, `memoryPeakBytes`. */
  readonly metric: string;
  /** In the order of the runs, warm-up runs left out. */
  readonly observations: readonly number[];
  readonly warmups: readonly number[];
  /** Where the values come from: kernel file, clock or command; several if the source changed. */
  readonly sources: readonly string[];
  /** Smallest step of a value, in its unit, where it is known. */
  readonly resolution: number | undefined;
  /** Reasons for runs that have no value, with how many. */
  readonly missing: readonly { readonly reason: string; readonly count: number }[];
}
