import { errorFunction } from "simple-statistics";

/** Up to so many ranks every arrangement is counted; with more the normal distribution is as good. */
const MOST_FOR_EXACT = 40;

/**
 * Whether one sample's values tend to be above another's: the rank-sum test of Wilcoxon, Mann and Whitney. Exact also with ties,
 * as the permutation test of the ranks, for up to 40 observations; beyond that by the normal distribution, corrected for
 * ties and continuity.
 * @param one n ≥ 1 observations
 * @param other m ≥ 1 observations in the same unit
 * @returns `pValue`, two-sided, and `superiority`: the probability that a value of `one` is above one of `other`, ties
 *   counted half
 * @throws RangeError if a sample is empty
 * @see Mann and Whitney, "On a test of whether one of two random variables is stochastically larger" (1947)
 * @see Streitberg and Röhmel, "Exact distributions for permutation and rank tests" (1986), for the counting
 */
export function rankSumTest(
  one: readonly number[],
  other: readonly number[],
): { readonly pValue: number; readonly superiority: number } {
  const { doubled, ties, sum, superiority } = rankSum(one, other);
  const count = doubled.length;
  if (count <= MOST_FOR_EXACT) {
    return { pValue: twoSided(sumsOfChoices(doubled, one.length), sum), superiority };
  }
  const pairs = one.length * other.length;
  const variance = (pairs / 12) * (count + 1 - ties / (count * (count - 1)));
  const distance = Math.abs(superiority - 0.5) * pairs;
  return { pValue: normalTails(distance, variance), superiority };
}

/** Probability that a value of `one` is above one of `other`, ties counted half. @throws RangeError if a sample is empty */
export function superiorityOf(one: readonly number[], other: readonly number[]): number {
  return rankSum(one, other).superiority;
}

/**
 * Whether differences tend to be above or below 0: Wilcoxon's signed-rank test, zeros left out. Exact for up to 40 differences.
 * @param differences of pairs, in any unit
 * @returns `pValue`, two-sided; 1 where no difference is other than 0
 * @see Wilcoxon, "Individual comparisons by ranking methods" (1945)
 */
export function signedRankTest(differences: readonly number[]): { readonly pValue: number } {
  const changed = differences.filter((difference) => difference !== 0);
  const count = changed.length;
  if (count === 0) return { pValue: 1 };
  const { doubled, ties } = doubledRanks(changed.map(Math.abs));
  const positive = doubled.reduce((total, rank, at) => ((changed[at] ?? 0) > 0 ? total + rank : total), 0);
  if (count <= MOST_FOR_EXACT) return { pValue: twoSided(sumsOfSubsets(doubled), positive) };
  const mean = (count * (count + 1)) / 4;
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - ties / 48;
  return { pValue: normalTails(Math.abs(positive / 2 - mean), variance) };
}

/** `sum`: of the doubled ranks of `one`. */
function rankSum(one: readonly number[], other: readonly number[]) {
  if (one.length === 0 || other.length === 0) throw new RangeError("no observations");
  const { doubled, ties } = doubledRanks([...one, ...other]);
  const sum = doubled.slice(0, one.length).reduce((total, rank) => total + rank, 0);
  const superiority = (sum / 2 - (one.length * (one.length + 1)) / 2) / (one.length * other.length);
  return { doubled, ties, sum, superiority };
}

/** Twice the rank of each value, ties sharing their mean, so that all are whole; `ties` is the sum of t³ - t over them. */
function doubledRanks(values: readonly number[]): {
  readonly doubled: readonly number[];
  readonly ties: number;
} {
  const order = values.map((_, index) => index);
  order.sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
  const doubled = new Array<number>(values.length).fill(0);
  let ties = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (const index of order.slice(from, to + 1)) doubled[index] = from + to + 2;
    const length = to - from + 1;
    ties += length ** 3 - length;
    from = to + 1;
  }
  return { doubled, ties };
}

/** In how many ways `chosen` of the ranks make each sum. */
function sumsOfChoices(ranks: readonly number[], chosen: number): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: chosen + 1 }, () => new Float64Array(total + 1));
  (ways[0] as Float64Array)[0] = 1;
  let reached = 0;
  for (const [at, rank] of ranks.entries()) {
    reached += rank;
    for (let size = Math.min(chosen, at + 1); size >= 1; size -= 1) {
      const into = ways[size] as Float64Array;
      const from = ways[size - 1] as Float64Array;
      for (let sum = reached; sum >= rank; sum -= 1) {
        into[sum] = (into[sum] as number) + (from[sum - rank] as number);
      }
    }
  }
  return ways[chosen] as Float64Array;
}

/** In how many ways any of the ranks make each sum. */
function sumsOfSubsets(ranks: readonly number[]): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = new Float64Array(total + 1);
  ways[0] = 1;
  for (const rank of ranks) {
    for (let sum = total; sum >= rank; sum -= 1) {
      ways[sum] = (ways[sum] as number) + (ways[sum - rank] as number);
    }
  }
  return ways;
}

function twoSided(ways: Float64Array, observed: number): number {
  let all = 0;
  let below = 0;
  let above = 0;
  for (const [sum, count] of ways.entries()) {
    all += count;
    if (sum <= observed) below += count;
    if (sum >= observed) above += count;
  }
  return Math.min(1, (2 * Math.min(below, above)) / all);
}

/** Both tails of a normal distribution beyond `distance`, half a step of continuity taken off. */
function normalTails(distance: number, variance: number): number {
  if (variance <= 0) return 1;
  return 1 - errorFunction(Math.max(0, distance - 0.5) / Math.sqrt(2 * variance));
}
