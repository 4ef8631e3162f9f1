import type { Comparison, Verdict } from "../../types/comparison.ts";

/** Three digits, and more where the interval is so narrow that they would all be the same. */
export function ratioText(ratio: number, interval?: readonly [number, number]): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(ratio)));
  const width = interval === undefined ? 1 : (interval[1] - interval[0]) / ratio;
  const decimals = Math.min(5, Math.max(digits, width > 0 && width < 0.02 ? digits + 1 : digits));
  return ratio.toFixed(decimals);
}

/** `0.79 (0.66 … 0.90)`; undefined where there is no ratio, as of values that are not above 0. */
export function ratioWithInterval({ ratio, ratioInterval }: Comparison): string | undefined {
  if (ratio === undefined) return undefined;
  const number = (value: number): string => ratioText(value, ratioInterval);
  if (ratioInterval === undefined) return number(ratio);
  const [low, high] = ratioInterval;
  return `${number(ratio)} (${number(low)} … ${number(high)})`;
}

const TIME_WORDS: Readonly<Partial<Record<Verdict, string>>> = { less: "faster", more: "slower" };

/** `faster`, `slower`, `less`, `more`, `equal within 1 %`, `undecided`, `too few runs`. */
export function verdictText({ verdict, margin, candidate, baseline }: Comparison): string {
  if (verdict === "equal") return `equal within ${Number((100 * margin).toPrecision(3))} %`;
  const fewest = Math.min(candidate.observations.length, baseline.observations.length);
  if (verdict === "undecided") return fewest < 5 ? "too few runs" : verdict;
  return (candidate.metric.endsWith("Ns") ? TIME_WORDS[verdict] : undefined) ?? verdict;
}
