import { errorFunction } from "simple-statistics";
import { gammaRandom, normalRandom, uniformRandom } from "./random.ts";
import { quantile } from "./statistics.ts";

/** The ends of an interval lie at shares that the seed changes by a tenth of themselves. */
const REPLICATES = 4000;

/** Below this the bootstrap distribution of a median has too few values for an interval of 95 %. */
export const FEWEST_FOR_INTERVAL = 5;

type Interval = readonly [low: number, high: number];

/**
 * Expanded percentile bootstrap interval of the median, for 95 %. Not BCa: its acceleration is made of jackknife values, of
 * which a median has only two or three distinct ones, whatever the sample.
 * @param sorted n ≥ 5 observations of one measure, ascending, all in one unit
 * @param seed the same seed gives the same interval
 * @returns [low, high], in the unit of `sorted`
 * @throws RangeError if there are too few observations
 * @see Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 13 and 14
 */
export function medianInterval(sorted: readonly number[], seed = 1): Interval {
  return interval(medians(sorted, uniformRandom(seed)), sorted.length);
}

/**
 * The same of the ratio of two samples' medians, which are resampled independently.
 * @param numerator n ≥ 5 observations above 0, ascending
 * @param denominator the same of another sample, in the same unit
 * @throws RangeError if there are too few observations
 */
export function medianRatioInterval(
  numerator: readonly number[],
  denominator: readonly number[],
  seed = 1,
): Interval {
  const uniform = uniformRandom(seed);
  const above = medians(numerator, uniform);
  const below = medians(denominator, uniform);
  return interval(
    above.map((median, replicate) => median / (below[replicate] ?? Number.NaN)),
    Math.min(numerator.length, denominator.length),
  );
}

function interval(replicates: Float64Array, count: number): Interval {
  replicates.sort();
  const tail = expandedTail(count);
  return [quantile(replicates, tail), quantile(replicates, 1 - tail)];
}

/** Of the standard normal distribution: 0.025 of it lies above. */
const Z = 1.959964;

/**
 * What to cut off at either end, less than 0.025: a resample varies less than a sample does, and its spread is not known
 * either, both of which shows in small samples.
 * @see Hesterberg, "What teachers should know about the bootstrap" (2015), section 3.3
 * @see Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5: Student's t from the normal distribution
 */
function expandedTail(count: number): number {
  const degrees = count - 1;
  const t =
    Z +
    (Z ** 3 + Z) / (4 * degrees) +
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * degrees ** 2) +
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * degrees ** 3);
  return (1 - errorFunction((t * Math.sqrt(count / degrees)) / Math.SQRT2)) / 2;
}

/**
 * Medians of resamples. The median of a resample depends only on the one or two ranks in its middle, and these are drawn
 * directly, as order statistics of n uniform numbers, so that the time does not grow with n; the distribution is that of
 * drawing n values again and again.
 * @see David and Nagaraja, Order Statistics (2003), section 2.5: ratios of uniform order statistics
 */
function medians(sorted: readonly number[], uniform: () => number): Float64Array {
  const count = sorted.length;
  if (count < FEWEST_FOR_INTERVAL) {
    throw new RangeError(`an interval needs ${FEWEST_FOR_INTERVAL} observations, not ${count}`);
  }
  if (sorted[0] === sorted[count - 1]) return new Float64Array(REPLICATES).fill(sorted[0] ?? 0);
  const normal = normalRandom(uniform);
  const lowerRank = Math.ceil(count / 2);
  const above = count - lowerRank;
  const value = (position: number): number => sorted[Math.min(count - 1, Math.floor(position * count))] ?? 0;

  return Float64Array.from({ length: REPLICATES }, () => {
    const left = gammaRandom(lowerRank, uniform, normal);
    const right = gammaRandom(above + 1, uniform, normal);
    const lower = left / (left + right);
    if (count % 2 === 1) return value(lower);
    // The next in rank is the least of the numbers above, which are uniform between `lower` and 1.
    const upper = 1 - (1 - lower) * uniform() ** (1 / above);
    return (value(lower) + value(upper)) / 2;
  });
}
