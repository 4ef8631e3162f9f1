import type { Sample } from "./sample.ts";

/** `less` and `more` are of the values: less time is faster. */
export type Verdict = "less" | "more" | "equal" | "undecided";

/** How a candidate's sample differs from a baseline's. */
export interface Comparison {
  readonly baseline: Sample;
  readonly candidate: Sample;
  /** `paired`: both were measured in turns, and are compared round by round, which takes out what slows a round down. */
  readonly design: "paired" | "independent";
  /** Candidate by baseline: of the medians, or the median of the rounds' ratios; undefined where values are not above 0. */
  readonly ratio: number | undefined;
  /** 95 % percentile bootstrap interval of `ratio`; undefined below 5 observations. */
  readonly ratioInterval: readonly [low: number, high: number] | undefined;
  /** Probability that an observation of the candidate is above one of the baseline, ties counted half. */
  readonly superiority: number;
  /** Of the rank-sum test, or the signed-rank test of pairs: two-sided. */
  readonly pValue: number;
  /** The same, corrected after Holm for the number of pairs that were compared together. */
  readonly adjustedPValue: number;
  /** Up to this relative difference two medians count as equal. */
  readonly margin: number;
  readonly verdict: Verdict;
}
