/** The same numbers, ascending. */
export function ascending(numbers: readonly number[]): number[] {
  return [...numbers].sort((one, other) => one - other);
}

/**
 * The value below which a share of the observations lies, interpolated between neighbours.
 * @param sorted n ≥ 1 observations, ascending
 * @param share in [0, 1]
 * @throws RangeError if there is no observation
 * @see Hyndman and Fan, "Sample quantiles in statistical packages" (1996), definition 7
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) throw new RangeError("no observations");
  const high = sorted[below + 1];
  if (high === undefined) return low;
  return Math.min(high, low + (position - below) * (high - low));
}

/**
 * Arithmetic mean and sample standard deviation in one pass, without the cancellation of a sum of squares.
 * @param observations n ≥ 1, all in one unit
 * @returns `standardDeviation` (n - 1) is undefined for one observation
 * @throws RangeError if there is no observation
 * @see Welford, "Note on a method for calculating corrected sums of squares and products" (1962)
 */
export function meanAndDeviation(observations: readonly number[]): {
  readonly mean: number;
  readonly standardDeviation: number | undefined;
} {
  if (observations.length === 0) throw new RangeError("no observations");
  let mean = 0;
  let squares = 0;
  for (const [index, observation] of observations.entries()) {
    const distance = observation - mean;
    mean += distance / (index + 1);
    squares += distance * (observation - mean);
  }
  const degrees = observations.length - 1;
  return { mean, standardDeviation: degrees === 0 ? undefined : Math.sqrt(squares / degrees) };
}
