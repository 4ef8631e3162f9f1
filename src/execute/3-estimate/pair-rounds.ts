import type { Sample } from "../../types/sample.ts";
import { FEWEST_FOR_INTERVAL } from "./bootstrap-median.ts";

type Timed = Pick<Sample, "observations" | "iterations" | "atNs">;

/**
 * Values of the rounds in which two samples took turns: each round was over in both before the next began in either.
 * @param one of the same run of a script as `other`, whose times are from the same beginning
 * @returns [value of one, value of other] by round; undefined where they did not take turns, such as one cell after the
 *   other, or in fewer than 5 rounds
 */
export function pairRounds(one: Timed, other: Timed): [number, number][] | undefined {
  const places = new Map(other.iterations.map((iteration, at) => [iteration, at]));
  const rounds: [number, number][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [at, iteration] of one.iterations.entries()) {
    const place = places.get(iteration);
    if (place === undefined) continue;
    const [first = 0, second = 0] = [one.atNs[at], other.atNs[place]];
    if (Math.min(first, second) <= before) return undefined;
    before = Math.max(first, second);
    rounds.push([one.observations[at] ?? 0, other.observations[place] ?? 0]);
  }
  return rounds.length < FEWEST_FOR_INTERVAL ? undefined : rounds;
}
