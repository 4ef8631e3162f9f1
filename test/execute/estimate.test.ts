import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { medianInterval } from "../../src/execute/3-estimate/bootstrap-median.ts";
import { estimate } from "../../src/execute/3-estimate/estimate.ts";
import { normalRandom, uniformRandom } from "../../src/execute/3-estimate/random.ts";
import { meanAndDeviation, quantile } from "../../src/execute/3-estimate/statistics.ts";
import { fuzz } from "../support/fuzz.ts";
import { sampleOf } from "./sample.ts";

const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const observations = fc.array(fc.nat({ max: 1e12 }), { minLength: 1, maxLength: 60 });

/** Shares that an interval of 95 % leaves out at either end, by n; scipy: norm.cdf(-t.ppf(0.975, n - 1) * sqrt(n / (n - 1))). */
const EXPANDED_TAILS: Readonly<Record<number, number>> = {
  ...{ 5: 0.000954101, 6: 0.0024318, 21: 0.0162796, 30: 0.0187539 },
};

/** Resamples value by value, as the definition of the bootstrap says: slow, and to compare with. */
function plainBootstrap(sorted: readonly number[], replicates: number): readonly [number, number] {
  const uniform = uniformRandom(42);
  const medians = Float64Array.from({ length: replicates }, () => {
    const drawn = sorted.map(() => sorted[Math.floor(uniform() * sorted.length)] ?? 0);
    return quantile(ascending(drawn), 0.5);
  }).sort();
  const tail = EXPANDED_TAILS[sorted.length] ?? Number.NaN;
  return [quantile(medians, tail), quantile(medians, 1 - tail)];
}

describe("statistics", () => {
  // NIST, Statistical Reference Datasets: NumAcc4 has mean 10000000.2 and standard deviation 0.1 exactly.
  it("agree with NIST's NumAcc4", () => {
    const data = [10000000.2, ...Array.from({ length: 500 }, () => [10000000.1, 10000000.3]).flat()];
    const { mean, standardDeviation } = meanAndDeviation(data);
    expect(mean).toBeCloseTo(10000000.2, 8);
    expect(standardDeviation).toBeCloseTo(0.1, 8);
  });

  // R: quantile(c(1, 2, 4, 8), c(0.1, 0.5, 0.9)) gives 1.3 3.0 6.8
  it("give the quantiles of R's type 7", () => {
    expect([0, 0.1, 0.5, 0.9, 1].map((share) => quantile([1, 2, 4, 8], share))).toEqual([
      1,
      expect.closeTo(1.3, 12),
      3,
      expect.closeTo(6.8, 12),
      8,
    ]);
  });

  it("of one observation are that observation", () => {
    expect(estimate(sampleOf([7]))).toMatchObject({
      ...{ count: 1, first: 7, median: 7, mean: 7, minimum: 7, maximum: 7 },
      ...{ standardDeviation: undefined, medianInterval: undefined },
    });
  });

  it("of none are none", () => {
    expect(estimate(sampleOf([]))).toBeUndefined();
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => meanAndDeviation([])).toThrow(RangeError);
  });

  it("lie in order, whatever the observations", () => {
    fc.assert(
      fc.property(observations, (values) => {
        const found = estimate(sampleOf(values));
        if (found === undefined) throw new Error("there are observations");
        const { minimum, median, maximum, mean, first, medianInterval: interval } = found;
        const slack = maximum * 1e-12;
        expect(first).toBe(values[0]);
        expect(minimum).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(maximum);
        expect(mean).toBeGreaterThanOrEqual(minimum - slack);
        expect(mean).toBeLessThanOrEqual(maximum + slack);
        if (interval === undefined) {
          expect(values.length).toBeLessThan(5);
        } else {
          expect(interval[0]).toBeGreaterThanOrEqual(minimum);
          expect(interval[0]).toBeLessThanOrEqual(median);
          expect(interval[1]).toBeGreaterThanOrEqual(median);
          expect(interval[1]).toBeLessThanOrEqual(maximum);
        }
      }),
      fuzz(60),
    );
  });

  it("do not depend on the order, the first observation excepted", () => {
    fc.assert(
      fc.property(observations, (values) => {
        const one = estimate(sampleOf(values));
        const other = estimate(sampleOf(ascending(values)));
        expect(other?.median).toBe(one?.median);
        expect(other?.medianInterval).toEqual(one?.medianInterval);
      }),
      fuzz(30),
    );
  });
});

describe("the interval of the median", () => {
  it("is that of resampling value by value", () => {
    const uniform = uniformRandom(7);
    const normal = normalRandom(uniform);
    for (const count of [5, 6, 21, 30]) {
      const sorted = ascending(Array.from({ length: count }, () => 100 + 10 * normal()));
      const [low, high] = medianInterval(sorted);
      const [plainLow, plainHigh] = plainBootstrap(sorted, 10_000);
      // The ends are among a few observations, and two resamplings may choose neighbours.
      const place = (end: number): number => sorted.filter((value) => value <= end).length;
      expect(Math.abs(place(low) - place(plainLow))).toBeLessThanOrEqual(1);
      expect(Math.abs(place(high) - place(plainHigh))).toBeLessThanOrEqual(1);
    }
  });

  it("is the same for the same seed, and no interval of too few", () => {
    const sorted = [1, 2, 3, 5, 8, 13, 21];
    expect(medianInterval(sorted, 3)).toEqual(medianInterval(sorted, 3));
    expect(() => medianInterval([1, 2, 3, 4])).toThrow(RangeError);
  });
});
