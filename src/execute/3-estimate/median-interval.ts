import { gammaRandom, normalRandom, uniformRandom } from "./random.ts";
import { quantile } from "./statistics.ts";

/** Enough for the second digit of an interval's half width not to depend on the seed. */
const REPLICATES = 10_000;

/** Below this the bootstrap distribution of a median has too few values for an interval of 95 %. */
export const FEWEST_FOR_INTERVAL = 5;

/**
 * Percentile bootstrap interval of the median. The median of a resample depends only on the one or two ranks in its
 * middle, and these are drawn directly, as order statistics of n uniform numbers, so that the time does not grow
 * with n; the distribution is that of drawing n values again and again.
 * @param sorted n ≥ 5 observations of one measure, ascending, all in one unit
 * @param level coverage, in (0, 1)
 * @param seed the same seed gives the same interval
 * @returns [low, high], in the unit of `sorted`
 * @throws RangeError if there are too few observations or `level` is out of range
 * @see Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13
 * @see David and Nagaraja, Order Statistics (2003), section 2.5: ratios of uniform order statistics
 */
export function medianInterval(
  sorted: readonly number[],
  level = 0.95,
  seed = 1,
): readonly [low: number, high: number] {
  const count = sorted.length;
  if (count < FEWEST_FOR_INTERVAL) {
    throw new RangeError(`an interval needs ${FEWEST_FOR_INTERVAL} observations, not ${count}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`${level} is no level between 0 and 1`);
  const uniform = uniformRandom(seed);
  const normal = normalRandom(uniform);
  const lowerRank = Math.ceil(count / 2);
  const above = count - lowerRank;
  const value = (position: number): number => sorted[Math.min(count - 1, Math.floor(position * count))] ?? 0;

  const medians = new Float64Array(REPLICATES);
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    const left = gammaRandom(lowerRank, uniform, normal);
    const right = gammaRandom(above + 1, uniform, normal);
    const lower = left / (left + right);
    if (count % 2 === 1) {
      medians[replicate] = value(lower);
    } else {
      // The next in rank is the least of the numbers above, which are uniform between `lower` and 1.
      const upper = 1 - (1 - lower) * uniform() ** (1 / above);
      medians[replicate] = (value(lower) + value(upper)) / 2;
    }
  }
  medians.sort();
  const tail = (1 - level) / 2;
  return [quantile(medians, tail), quantile(medians, 1 - tail)];
}
