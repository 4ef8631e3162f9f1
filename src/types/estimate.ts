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
  readonly minimum: number;
  readonly maximum: number;
  /** 95 % percentile bootstrap interval of the median; undefined below 5 observations. */
  readonly medianInterval: readonly [number, number] | undefined;
}
