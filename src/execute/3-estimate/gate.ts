import { metricName } from "../../types/metric.ts";
import type { Gate, GateResult, RunPair } from "../../types/run-comparison.ts";
import type { Sample } from "../../types/sample.ts";
import { compareAll } from "./compare.ts";

/**
 * Whether a change is beyond a limit: the same comparison, of the baseline with the candidate's values taken back by the limit. Only what
 * is decided is `beyond` or `within`. All pairs of a gate are one question, for which p-values are corrected.
 * @param pairs of which those that the gate names are judged
 */
export function judgeGate(gate: Gate, pairs: readonly RunPair[]): GateResult {
  const named = pairs.filter((pair) => concerns(gate, pair));
  const taken = named.map(({ comparison: { baseline, candidate } }) => ({
    baseline,
    candidate: scaled(candidate, 1 / (1 + gate.limit)),
    sameRun: false,
  }));
  const verdicts = compareAll(taken, 0).map(({ verdict }) => verdict);
  const beyond = gate.direction === "above" ? "more" : "less";
  return {
    gate,
    judged: named.map((pair, at) => {
      const verdict = verdicts[at] ?? "undecided";
      const outcome = verdict === "undecided" ? verdict : verdict === beyond ? "beyond" : "within";
      return { pair, outcome };
    }),
  };
}

function concerns({ metric, block }: Gate, pair: RunPair): boolean {
  const stored = pair.comparison.baseline.metric;
  const isNamed = [stored, metricName(stored)].some((name) => name.toLowerCase() === metric.toLowerCase());
  return isNamed && (block === undefined || block === pair.block || block === pair.subject);
}

function scaled(sample: Sample, factor: number): Sample {
  return { ...sample, observations: sample.observations.map((value) => value * factor) };
}
