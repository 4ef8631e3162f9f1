/**
 * P-values corrected for being several, so that one false finding among all is as seldom as one alone would be.
 * @param pValues in [0, 1], in any order
 * @returns as many, in the same order, at most 1
 * @see Holm, "A simple sequentially rejective multiple test procedure" (1979)
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((pValue, index) => ({ pValue, index })).sort((a, b) => a.pValue - b.pValue);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 0;
  for (const [rank, { pValue, index }] of order.entries()) {
    least = Math.max(least, Math.min(1, pValue * (pValues.length - rank)));
    adjusted[index] = least;
  }
  return adjusted;
}
