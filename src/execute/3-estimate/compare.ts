import type { Comparison, Verdict } from "../../types/comparison.ts";
import type { Sample } from "../../types/sample.ts";
import { FEWEST_FOR_INTERVAL, medianInterval, medianRatioInterval } from "./bootstrap-median.ts";
import { holm } from "./holm.ts";
import { pairRounds } from "./pair-rounds.ts";
import { rankSumTest, signedRankTest, superiorityOf } from "./rank-tests.ts";
import { ascending, quantile } from "./statistics.ts";

/** A difference is a finding if chance makes one as large in fewer than 5 of 100 experiments. */
const SIGNIFICANCE = 0.05;

/** Below 1 % hardly any difference between two ways to run a program is of use to anybody. */
export const DEFAULT_MARGIN = 0.01;

export interface ComparedPair {
  readonly baseline: Sample;
  readonly candidate: Sample;
  /** Whether both are of one run, so that their times can be held against each other. */
  readonly sameRun: boolean;
}

/**
 * Compares candidates with baselines. All pairs of one call are one question: Holm's correction is over all of them, and
 * an interval is that of its pair alone.
 *
 * A verdict is `equal` where the interval of the ratio lies within the margin, `less` or `more` where it does not
 * hold 1 and the corrected p-value is below 0.05, and else `undecided`.
 * @param margin relative difference up to which medians count as equal, such as 0.01
 */
export function compareAll(pairs: readonly ComparedPair[], margin = DEFAULT_MARGIN): Comparison[] {
  const compared = pairs
    .filter(
      ({ baseline, candidate }) => baseline.observations.length > 0 && candidate.observations.length > 0,
    )
    .map((pair) => ({ pair, ...difference(pair) }));
  const adjusted = holm(compared.map(({ pValue }) => pValue));
  return compared.map(({ pair: { baseline, candidate }, ...found }, at) => {
    const adjustedPValue = adjusted[at] ?? 1;
    const verdict = verdictOf({ baseline, candidate, ...found, adjustedPValue }, margin);
    return { baseline, candidate, ...found, adjustedPValue, margin, verdict };
  });
}

type Difference = Pick<Comparison, "design" | "ratio" | "ratioInterval" | "superiority" | "pValue">;

/**
 * Rounds that ran in turns are compared within themselves: what drifts from round to round is in both. Else all
 * observations of one are compared with all of the other.
 */
function difference({ baseline, candidate, sameRun }: ComparedPair): Difference {
  const isPositive = [...baseline.observations, ...candidate.observations].every((value) => value > 0);
  const rounds = sameRun ? pairRounds(baseline, candidate) : undefined;
  if (rounds === undefined) {
    const [above, below] = [ascending(candidate.observations), ascending(baseline.observations)];
    const hasInterval = isPositive && Math.min(above.length, below.length) >= FEWEST_FOR_INTERVAL;
    return {
      design: "independent",
      ratio: isPositive ? quantile(above, 0.5) / quantile(below, 0.5) : undefined,
      ratioInterval: hasInterval ? medianRatioInterval(above, below) : undefined,
      ...rankSumTest(candidate.observations, baseline.observations),
    };
  }
  const superiority = superiorityOf(candidate.observations, baseline.observations);
  if (!isPositive) {
    const differences = rounds.map(([before, after]) => after - before);
    return {
      design: "paired",
      ratio: undefined,
      ratioInterval: undefined,
      superiority,
      ...signedRankTest(differences),
    };
  }
  const ratios = ascending(rounds.map(([before, after]) => Math.log(after / before)));
  const [low, high] = medianInterval(ratios);
  return {
    design: "paired",
    ratio: Math.exp(quantile(ratios, 0.5)),
    ratioInterval: [Math.exp(low), Math.exp(high)],
    superiority,
    ...signedRankTest(ratios),
  };
}

function verdictOf(
  found: Difference & Pick<Comparison, "baseline" | "candidate" | "adjustedPValue">,
  margin: number,
): Verdict {
  const { baseline, candidate, ratioInterval, superiority, adjustedPValue } = found;
  if (Math.min(baseline.observations.length, candidate.observations.length) < FEWEST_FOR_INTERVAL) {
    return "undecided";
  }
  if (ratioInterval === undefined) {
    const values = new Set([...baseline.observations, ...candidate.observations]);
    if (values.size === 1) return "equal";
    if (adjustedPValue >= SIGNIFICANCE) return "undecided";
    return superiority > 0.5 ? "more" : "less";
  }
  const [low, high] = ratioInterval;
  if (low >= 1 / (1 + margin) && high <= 1 + margin) return "equal";
  if (adjustedPValue >= SIGNIFICANCE || (low <= 1 && high >= 1)) return "undecided";
  return low > 1 ? "more" : "less";
}
