import type { Sample } from "./sample.ts";

/** Statistics of a sample, in its unit. The first observation is reported apart and is part of all the others. */
export interface Estimate {
  readonly sample: Sample;
  readonly count: number;
  readonly first: number;
  readonly median: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); undefined for one observation. */
  readonly standardDeviation: number | undefined;
  /** Median of the distances from the median, not scaled. */
  readonly medianAbsoluteDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
  /** By their number: 5, 25, 75, 90, 95 and 99. */
  readonly percentiles: Readonly<Record<Percentile, number>>;
  /** 95 % percentile bootstrap interval of the median; undefined below 5 observations. */
  readonly medianInterval: readonly [low: number, high: number] | undefined;
  /** Observations far from the rest, in the order of the runs. They are part of all statistics. */
  readonly outliers: readonly Outlier[];
  /** Undefined where none can be seen: what changed while the measure ran. */
  readonly drift: Drift | undefined;
}

export type Percentile = 5 | 25 | 75 | 90 | 95 | 99;

/** An observation whose modified Z-score is above 3.5. */
export interface Outlier {
  /** Which run of the measure. */
  readonly iteration: number;
  readonly value: number;
  /** Distance from the median in deviations of a normal distribution with the sample's spread; signed. */
  readonly score: number;
}

/** The values rise or fall with the order of the runs, more than chance explains. */
export interface Drift {
  /** Rank correlation of value and order, -1 to 1. */
  readonly correlation: number;
  /** Median of the last third of the runs by that of the first, less 1; undefined where that is no ratio. */
  readonly change: number | undefined;
}
