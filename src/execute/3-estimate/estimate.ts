import type { Estimate } from "../../types/estimate.ts";
import type { Sample } from "../../types/sample.ts";
import { FEWEST_FOR_INTERVAL, medianInterval } from "./median-interval.ts";
import { meanAndDeviation, quantile } from "./statistics.ts";

/**
 * Statistics of a sample, in its unit.
 * @returns undefined for a sample without observations
 */
export function estimate(sample: Sample): Estimate | undefined {
  const { observations } = sample;
  const sorted = [...observations].sort((one, other) => one - other);
  const [first] = observations;
  const [minimum] = sorted;
  const maximum = sorted.at(-1);
  if (first === undefined || minimum === undefined || maximum === undefined) return undefined;
  return {
    sample,
    count: observations.length,
    first,
    median: quantile(sorted, 0.5),
    ...meanAndDeviation(observations),
    minimum,
    maximum,
    medianInterval: sorted.length < FEWEST_FOR_INTERVAL ? undefined : medianInterval(sorted),
  };
}

/** The estimates of those samples that have observations, in their order. */
export function estimateAll(samples: readonly Sample[]): Estimate[] {
  return samples.map(estimate).filter((found) => found !== undefined);
}
