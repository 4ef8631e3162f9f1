import { medianAbsoluteDeviation } from "simple-statistics";
import type { Outlier } from "../../types/estimate.ts";
import type { Sample } from "../../types/sample.ts";

/** @see Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993) */
const FARTHEST_SCORE = 3.5;

/** Of a normal distribution: the deviation by the median absolute deviation, and by the mean absolute deviation. */
const DEVIATIONS_PER_MEDIAN_DISTANCE = 1.4826;
const DEVIATIONS_PER_MEAN_DISTANCE = 1.2533;

/**
 * Observations with a modified Z-score beyond 3.5. Where more than half of the observations are equal, the mean distance from the
 * median is in the place of the median distance, which is 0.
 * @param median of the sample
 */
export function findOutliers(
  { observations, iterations }: Pick<Sample, "observations" | "iterations">,
  median: number,
): Outlier[] {
  const spread = medianAbsoluteDeviation([...observations]);
  const meanDistance =
    observations.reduce((sum, value) => sum + Math.abs(value - median), 0) / observations.length;
  const deviation =
    spread > 0 ? DEVIATIONS_PER_MEDIAN_DISTANCE * spread : DEVIATIONS_PER_MEAN_DISTANCE * meanDistance;
  if (deviation === 0) return [];
  return observations.flatMap((value, at) => {
    const score = (value - median) / deviation;
    return Math.abs(score) > FARTHEST_SCORE ? [{ iteration: iterations[at] ?? at + 1, value, score }] : [];
  });
}
