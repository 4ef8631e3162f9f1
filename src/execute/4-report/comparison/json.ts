import type { MeasuredRun, RunComparison } from "../../../types/run-comparison.ts";
import { neutraliseJson } from "../neutralise.ts";
import { verdictText } from "../ratio.ts";

/** A comparison for programs, every metric. `format` counts up when a field changes its meaning. */
export function comparisonJson(comparison: RunComparison): string {
  const run = ({ path, tool, title }: MeasuredRun) => ({ path, tool, title });
  const content = {
    format: 1,
    baseline: run(comparison.baseline),
    candidates: comparison.candidates.map(run),
    pairs: comparison.pairs.map((pair) => {
      const { baseline, candidate, ...found } = pair.comparison;
      return {
        candidate: pair.candidate.path,
        subject: pair.subject,
        metric: baseline.metric,
        baselineMedian: pair.baselineMedian,
        candidateMedian: pair.candidateMedian,
        baselineCount: baseline.observations.length,
        candidateCount: candidate.observations.length,
        ...found,
        ratio: found.ratio ?? null,
        ratioInterval: found.ratioInterval ?? null,
        said: verdictText(pair.comparison),
      };
    }),
    unmatched: comparison.unmatched,
    differences: comparison.differences.map(({ candidate, fact, before, after }) => ({
      candidate: candidate.path,
      fact,
      before: before ?? null,
      after: after ?? null,
    })),
    gates: comparison.gates.map(({ gate, judged }) => ({
      ...gate,
      block: gate.block ?? null,
      judged: judged.map(({ pair, outcome }) => ({
        candidate: pair.candidate.path,
        subject: pair.subject,
        outcome,
      })),
    })),
  };
  return `${neutraliseJson(JSON.stringify(content, undefined, 2))}\n`;
}
