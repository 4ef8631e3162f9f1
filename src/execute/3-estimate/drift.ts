import { errorFunction, sampleRankCorrelation } from "simple-statistics";
import type { Drift } from "../../types/estimate.ts";
import { ascending, quantile } from "./statistics.ts";

/** With fewer runs the normal distribution of a rank correlation is a poor guess. */
const FEWEST_RUNS = 10;

/** Many samples are looked at, and none of their drifts decides anything: few false alarms are worth more than power. */
const SIGNIFICANCE = 0.01;

/**
 * Whether values rise or fall with the order of the runs: Spearman's rank correlation.
 * @param observations in the order of the runs
 * @returns undefined where chance explains what there is
 * @see Kendall and Gibbons, Rank Correlation Methods (1990), section 4.14: the variance is 1 / (n - 1)
 */
export function findDrift(observations: readonly number[]): Drift | undefined {
  const count = observations.length;
  if (count < FEWEST_RUNS) return undefined;
  const order = observations.map((_, at) => at);
  const correlation = sampleRankCorrelation(order, [...observations]);
  // All values are equal.
  if (Number.isNaN(correlation)) return undefined;
  const pValue = 1 - errorFunction((Math.abs(correlation) * Math.sqrt(count - 1)) / Math.SQRT2);
  if (pValue >= SIGNIFICANCE) return undefined;
  const third = Math.floor(count / 3);
  const before = medianOf(observations.slice(0, third));
  const after = medianOf(observations.slice(count - third));
  return { correlation, change: before > 0 && after >= 0 ? after / before - 1 : undefined };
}

function medianOf(values: readonly number[]): number {
  return quantile(ascending(values), 0.5);
}
