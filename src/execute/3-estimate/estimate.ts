import { medianAbsoluteDeviation } from "simple-statistics";
import type { Estimate } from "../../types/estimate.ts";
import type { Sample } from "../../types/sample.ts";
import { FEWEST_FOR_INTERVAL, medianInterval } from "./bootstrap-median.ts";
import { findDrift } from "./drift.ts";
import { findOutliers } from "./outliers.ts";
import { ascending, meanAndDeviation, quantile } from "./statistics.ts";

/**
 * Statistics of a sample, in its unit.
 * @returns undefined for a sample without observations
 */
export function estimate(sample: Sample): Estimate | undefined {
  const { observations } = sample;
  const sorted = ascending(observations);
  const [first] = observations;
  const [minimum] = sorted;
  const maximum = sorted.at(-1);
  if (first === undefined || minimum === undefined || maximum === undefined) return undefined;
  const median = quantile(sorted, 0.5);
  return {
    sample,
    count: observations.length,
    first,
    median,
    ...meanAndDeviation(observations),
    medianAbsoluteDeviation: medianAbsoluteDeviation(sorted),
    minimum,
    maximum,
    percentiles: {
      5: quantile(sorted, 0.05),
      25: quantile(sorted, 0.25),
      75: quantile(sorted, 0.75),
      90: quantile(sorted, 0.9),
      95: quantile(sorted, 0.95),
      99: quantile(sorted, 0.99),
    },
    medianInterval: sorted.length < FEWEST_FOR_INTERVAL ? undefined : medianInterval(sorted),
    outliers: findOutliers(sample, median),
    drift: findDrift(observations),
  };
}

/** The estimates of those samples that have observations, in their order. */
export function estimateAll(samples: readonly Sample[]): Estimate[] {
  return samples.map(estimate).filter((found) => found !== undefined);
}
