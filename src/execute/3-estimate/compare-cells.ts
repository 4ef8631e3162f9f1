import type { Comparison } from "../../types/comparison.ts";
import type { Sample } from "../../types/sample.ts";
import { compareAll } from "./compare.ts";

/**
 * Compares the cells of one run: for each metric of each action the sample of every cell with that of the baseline. The cells of
 * one metric are one question, for which the p-values are corrected.
 * @param baselineCell where it is undefined, or has no value of a metric, the first cell that has
 */
export function compareCells(samples: readonly Sample[], baselineCell?: number): Comparison[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (sample.observations.length === 0) continue;
    const key = `${sample.action} ${sample.metric} ${sample.block}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sample]);
    else group.push(sample);
  }
  return [...groups.values()].flatMap((group) => {
    const baseline = group.find(({ cell }) => cell === baselineCell) ?? group[0];
    if (baseline === undefined) return [];
    const others = group.filter((sample) => sample !== baseline);
    return compareAll(others.map((candidate) => ({ baseline, candidate, sameRun: true })));
  });
}
