import { describe, expect, it } from "vitest";
import { medianInterval, medianRatioInterval } from "../../src/execute/3-estimate/bootstrap-median.ts";
import { compareAll } from "../../src/execute/3-estimate/compare.ts";
import { estimate } from "../../src/execute/3-estimate/estimate.ts";
import { holm } from "../../src/execute/3-estimate/holm.ts";
import { normalRandom, uniformRandom } from "../../src/execute/3-estimate/random.ts";
import { rankSumTest, signedRankTest } from "../../src/execute/3-estimate/rank-tests.ts";
import { ascending } from "../../src/execute/3-estimate/statistics.ts";
import type { Comparison, Verdict } from "../../src/types/comparison.ts";
import type { Sample } from "../../src/types/sample.ts";
import { sampleOf } from "./sample.ts";

interface Session {
  readonly uniform: () => number;
  readonly normal: () => number;
}

const session = (seed: number): Session => {
  const uniform = uniformRandom(seed);
  return { uniform, normal: normalRandom(uniform) };
};

/** Two cells that take turns on a machine whose speed drifts; `order` says which of them a round begins with. */
function inTurns(
  { uniform, normal }: Session,
  {
    rounds,
    noise,
    drift,
    order,
  }: { rounds: number; noise: number; drift: () => number; order: "random" | "fixed" },
): { baseline: Sample; candidate: Sample } {
  const values: [number[], number[]] = [[], []];
  const times: [number[], number[]] = [[], []];
  let speed = 0;
  let now = 0;
  for (let round = 0; round < rounds; round += 1) {
    const first = order === "random" && uniform() < 0.5 ? 1 : 0;
    for (const cell of [first, 1 - first] as (0 | 1)[]) {
      speed += drift();
      now += 1;
      values[cell].push(20e6 * Math.exp(speed + noise * normal()));
      times[cell].push(now);
    }
  }
  return {
    baseline: sampleOf(values[0], { cell: 1, atNs: times[0] }),
    candidate: sampleOf(values[1], { cell: 2, atNs: times[1] }),
  };
}

const verdictOf = (
  pair: { baseline: Sample; candidate: Sample },
  sameRun = true,
  margin?: number,
): Comparison => {
  const [comparison] = compareAll([{ ...pair, sameRun }], margin);
  if (comparison === undefined) throw new Error("nothing was compared");
  return comparison;
};

const share = (verdicts: readonly Verdict[], ...wanted: readonly Verdict[]): number =>
  verdicts.filter((verdict) => wanted.includes(verdict)).length / verdicts.length;

describe("two identical cells on a machine that drifts by 0.5 % a run", () => {
  it.each([
    ["at random, in random order", "random", (normal: () => number) => 0.005 * normal()],
    ["steadily, in random order", "random", () => 0.005],
    ["at random, in a fixed order", "fixed", (normal: () => number) => 0.005 * normal()],
  ] as const)("%s, are told apart in at most 16 of 200 sessions", (_, order, drift) => {
    const verdicts = Array.from({ length: 200 }, (__, at) => {
      const one = session(1000 + at);
      const pair = inTurns(one, { rounds: 20, noise: 0.02, drift: () => drift(one.normal), order });
      const comparison = verdictOf(pair);
      expect(comparison.design).toBe("paired");
      return comparison.verdict;
    });
    expect(share(verdicts, "less", "more")).toBeLessThanOrEqual(0.08);
  });
});

describe("a difference of 3 % at 2 % noise", () => {
  it.each([
    ["in turns, with drift,", true],
    ["of two runs", false],
  ] as const)("%s is found with 30 runs a side in at least 95 of 100 sessions", (_, sameRun) => {
    const verdicts = Array.from({ length: 100 }, (__, at) => {
      const one = session(5000 + at);
      const drift = (): number => (sameRun ? 0.005 * one.normal() : 0);
      const { baseline, candidate } = inTurns(one, { rounds: 30, noise: 0.02, drift, order: "random" });
      const slower = { ...candidate, observations: candidate.observations.map((value) => 1.03 * value) };
      return verdictOf({ baseline, candidate: slower }, sameRun).verdict;
    });
    expect(share(verdicts, "more")).toBeGreaterThanOrEqual(0.95);
  });
});

describe("intervals of 95 % cover in at least 93 % of samples of 30", () => {
  const lognormal = ({ normal }: Session): number => Math.exp(0.5 * normal());
  // A cold start in three of ten runs: the median is that of the warm ones at their 5/7 quantile.
  const twoModes = ({ uniform, normal }: Session): number => (uniform() < 0.3 ? 40 : 20) + 0.5 * normal();
  const trials = 250;
  it.each([
    ["lognormal", lognormal, 1],
    ["of two modes", twoModes, 20 + 0.5 * 0.5659488],
  ])("%s", (_, draw, median) => {
    let covered = 0;
    let ratios = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const one = session(9000 + trial);
      const sample = (): number[] => ascending(Array.from({ length: 30 }, () => draw(one)));
      const numbers = sample();
      const [low, high] = medianInterval(numbers);
      if (low <= median && median <= high) covered += 1;
      const [least, most] = medianRatioInterval(numbers, sample());
      if (least <= 1 && 1 <= most) ratios += 1;
    }
    expect(covered / trials).toBeGreaterThanOrEqual(0.93);
    expect(ratios / trials).toBeGreaterThanOrEqual(0.93);
  });
});

describe("rank tests", () => {
  // scipy: mannwhitneyu(one, other, method="exact")
  it("agree with scipy, exactly where there are no ties", () => {
    const { pValue, superiority } = rankSumTest([1.1, 2.3, 3.7, 4.2, 9.9], [5.1, 6.3, 7.7, 8.2, 10.5, 12]);
    expect(pValue).toBeCloseTo(0.051948051948, 10);
    expect(superiority).toBeCloseTo(4 / 30, 12);
    // wilcoxon(differences, method="exact")
    expect(signedRankTest([0.3, -0.1, 0.7, 1.2, 0.5, -0.2, 0.9]).pValue).toBeCloseTo(0.078125, 12);
  });

  // All 1716 choices of 6 from the 13 midranks, counted in Python.
  it("count every arrangement of tied ranks", () => {
    const { pValue } = rankSumTest([1, 2, 2, 3, 3, 4], [2, 3, 4, 4, 5, 5, 6]);
    expect(pValue).toBeCloseTo(0.0606060606, 9);
  });

  // scipy: mannwhitneyu(…, method="asymptotic"), wilcoxon(…, method="approx", correction=True)
  it("of many are by the normal distribution", () => {
    const one = Array.from({ length: 60 }, (_, at) => ((at * 37) % 101) / 10);
    const other = Array.from({ length: 50 }, (_, at) => ((at * 53) % 103) / 10 + 0.8);
    expect(rankSumTest(one, other).pValue).toBeCloseTo(0.45844839667, 6);
    const differences = Array.from({ length: 80 }, (_, at) => (((at * 37) % 101) - 40) / 10);
    expect(signedRankTest(differences).pValue).toBeCloseTo(0.0058441147, 6);
  });

  it("of equal values find nothing", () => {
    expect(rankSumTest([1, 1, 1], [1, 1, 1])).toEqual({ pValue: 1, superiority: 0.5 });
    expect(signedRankTest([0, 0])).toEqual({ pValue: 1 });
    expect(() => rankSumTest([], [1])).toThrow(RangeError);
  });
});

// R: p.adjust(c(0.01, 0.04, 0.03, 0.5), "holm")
it("p-values are corrected after Holm", () => {
  expect(holm([0.01, 0.04, 0.03, 0.5]).map((value) => value.toFixed(4))).toEqual([
    ...["0.0400", "0.0900", "0.0900", "0.5000"],
  ]);
  expect(holm([])).toEqual([]);
});

describe("a verdict", () => {
  const rising = (first: number, step: number): number[] =>
    Array.from({ length: 12 }, (_, at) => first + step * at);
  const compared = (before: readonly number[], after: readonly number[]): Comparison =>
    verdictOf({ baseline: sampleOf(before), candidate: sampleOf(after, { cell: 2 }) }, false);

  it.each([
    ["less", rising(200, 1), rising(100, 1)],
    ["more", rising(100, 1), rising(200, 1)],
    ["equal", rising(100, 0.01), rising(100.1, 0.01)],
    ["undecided", rising(100, 5), rising(103, 5)],
    ["undecided", [1, 1, 1, 1], [9, 9, 9, 9]],
    ["equal", rising(0, 0), rising(0, 0)],
    ["more", rising(0, 0), rising(4096, 0)],
    ["less", rising(0, 0), rising(-4096, 0)],
    ["more", rising(4096, 0), rising(8192, 0)],
  ] as const)("is %s", (verdict, before, after) => {
    expect(compared(before, after).verdict).toBe(verdict);
  });

  it("is of rounds only where cells took turns", () => {
    const times = (offset: number): number[] => Array.from({ length: 12 }, (_, at) => 10 * at + offset);
    const baseline = sampleOf(rising(100, 30), { atNs: times(0) });
    const candidate = sampleOf(
      rising(100, 30).map((value) => 1.05 * value),
      { cell: 2, atNs: times(5) },
    );
    const after = { ...candidate, atNs: times(1000) };
    const rounds = verdictOf({ baseline, candidate });
    expect(rounds).toMatchObject({ design: "paired", verdict: "more", ratio: expect.closeTo(1.05, 12) });
    expect(verdictOf({ baseline, candidate: after })).toMatchObject({
      design: "independent",
      verdict: "undecided",
    });
    expect(verdictOf({ baseline, candidate }, false).design).toBe("independent");
  });
});

describe("an estimate", () => {
  it("names outliers and keeps them", () => {
    const found = estimate(sampleOf([10, 11, 10, 12, 11, 30, 10, 11]));
    expect(found).toMatchObject({ count: 8, maximum: 30, outliers: [{ iteration: 6, value: 30 }] });
    expect(estimate(sampleOf([5, 5, 5, 5, 5, 5, 9]))?.outliers).toMatchObject([{ iteration: 7 }]);
    expect(estimate(sampleOf([5, 5, 5]))?.outliers).toEqual([]);
  });

  it("says that values drift", () => {
    const rise = Array.from({ length: 20 }, (_, at) => 100 + at + (at % 3));
    expect(estimate(sampleOf(rise))?.drift).toMatchObject({ change: expect.closeTo(0.135, 2) });
    const { normal } = session(3);
    expect(estimate(sampleOf(rise.map(() => 100 + normal())))?.drift).toBeUndefined();
  });
});
