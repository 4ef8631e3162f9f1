import type {
  FactDifference,
  Gate,
  MeasuredRun,
  RunComparison,
  RunPair,
  Series,
} from "../../types/run-comparison.ts";
import { compareAll, DEFAULT_MARGIN } from "./compare.ts";
import { judgeGate } from "./gate.ts";
import { ascending, quantile } from "./statistics.ts";

/**
 * Holds runs against the first of them: what has the same name and metric is compared. Where nothing has, and each run measured one
 * thing alone, these are compared: two commands that hyperfine timed, say. P-values are corrected for all pairs of one metric of one measure.
 * @param runs at least two
 * @param options `margin`: relative difference up to which medians count as equal
 * @throws RangeError if there are fewer than two runs
 */
export function compareRuns(
  runs: readonly MeasuredRun[],
  options: { readonly margin?: number | undefined; readonly gates?: readonly Gate[] | undefined } = {},
): RunComparison {
  const [baseline, ...candidates] = runs;
  if (baseline === undefined || candidates.length === 0) throw new RangeError("fewer than two runs");
  const matches = candidates.flatMap((candidate): Match[] =>
    matched(baseline, candidate).map(([before, after]) => ({ candidate, before, after })),
  );
  const families = new Map<string, Match[]>();
  for (const match of matches) {
    const { sample, block } = match.before;
    const key = `${sample.action} ${sample.metric} ${block}`;
    families.set(key, [...(families.get(key) ?? []), match]);
  }
  const pairs = [...families.values()].flatMap((family) => pairsOf(family, options.margin));
  const gates = (options.gates ?? []).map((gate) => judgeGate(gate, pairs));
  return {
    baseline,
    candidates,
    pairs,
    unmatched: unmatched(runs, matches),
    differences: candidates.flatMap((candidate) => differences(baseline, candidate)),
    gates,
  };
}

interface Match {
  readonly candidate: MeasuredRun;
  readonly before: Series;
  readonly after: Series;
}

function pairsOf(family: readonly Match[], margin = DEFAULT_MARGIN): RunPair[] {
  const compared = compareAll(
    family.map(({ before, after }) => ({ baseline: before.sample, candidate: after.sample, sameRun: false })),
    margin,
  );
  return family.flatMap(({ candidate, before }, at) => {
    const comparison = compared[at];
    if (comparison === undefined) return [];
    return {
      candidate,
      subject: before.subject,
      block: before.block,
      baselineMedian: quantile(ascending(comparison.baseline.observations), 0.5),
      candidateMedian: quantile(ascending(comparison.candidate.observations), 0.5),
      comparison,
    };
  });
}

function keyOf({ subject, sample }: Series): string {
  return `${sample.metric} ${subject}`;
}

function matched(baseline: MeasuredRun, candidate: MeasuredRun): (readonly [Series, Series])[] {
  const byKey = new Map(candidate.series.map((series) => [keyOf(series), series]));
  const same = baseline.series.flatMap((series) => {
    const other = byKey.get(keyOf(series));
    return other === undefined ? [] : [[series, other] as const];
  });
  if (same.length > 0 || subjects(baseline).size !== 1 || subjects(candidate).size !== 1) return same;
  const byMetric = new Map(candidate.series.map((series) => [series.sample.metric, series]));
  return baseline.series.flatMap((series) => {
    const other = byMetric.get(series.sample.metric);
    return other === undefined ? [] : [[series, other] as const];
  });
}

function subjects({ series }: MeasuredRun): Set<string> {
  return new Set(series.map(({ subject }) => subject));
}

function unmatched(
  runs: readonly MeasuredRun[],
  matches: readonly { readonly before: Series; readonly after: Series }[],
): { readonly path: string; readonly subject: string }[] {
  const compared = new Set(matches.flatMap(({ before, after }) => [before, after]));
  return runs.flatMap((run) => {
    const used = new Set(run.series.filter((series) => compared.has(series)).map(({ subject }) => subject));
    return [...subjects(run)]
      .filter((subject) => !used.has(subject))
      .map((subject) => ({ path: run.path, subject }));
  });
}

/** Facts of two runs of one tool; those of different tools have different names. */
function differences(baseline: MeasuredRun, candidate: MeasuredRun): FactDifference[] {
  if (baseline.tool !== candidate.tool) return [];
  const facts = new Set([...Object.keys(baseline.facts), ...Object.keys(candidate.facts)]);
  return [...facts].flatMap((fact) => {
    const [before, after] = [baseline.facts[fact], candidate.facts[fact]];
    return before === after ? [] : [{ candidate, fact, before, after }];
  });
}
