import { MAIN_METRIC, metricName } from "../../../types/metric.ts";
import type { GateResult, RunComparison, RunPair } from "../../../types/run-comparison.ts";
import { COLUMN_NAMES, quantity } from "../quantity.ts";
import { ratioText, ratioWithInterval, verdictText } from "../ratio.ts";

const FIRST_METRICS = new Set([MAIN_METRIC, ...Object.keys(COLUMN_NAMES)]);

/** The pairs of a comparison as a table. */
export interface ComparisonTable {
  readonly header: readonly string[];
  readonly firstNumber: number;
  readonly rows: readonly (readonly string[])[];
  /** Pairs of metrics that are left out of a short table. */
  readonly leftOut: number;
}

/** @param all every metric, not only those which most readers want */
export function comparisonTable(comparison: RunComparison, all: boolean): ComparisonTable {
  const { pairs, candidates } = comparison;
  const hasSeveral = candidates.length > 1;
  const first = pairs.filter(({ comparison: { baseline } }) => FIRST_METRICS.has(baseline.metric));
  const rank = ({ comparison: { baseline } }: RunPair): number => (baseline.metric === MAIN_METRIC ? 0 : 1);
  const shown = [...(all || first.length === 0 ? pairs : first)].sort(
    (one, other) => rank(one) - rank(other),
  );
  return {
    header: [
      ...["measured", "metric"],
      ...(hasSeveral ? ["candidate"] : []),
      ...["baseline", hasSeveral ? "median" : "candidate", "ratio (95 % interval)", "p", "n", "verdict"],
    ],
    firstNumber: hasSeveral ? 3 : 2,
    rows: shown.map((pair) => row(comparison, pair)),
    leftOut: pairs.length - shown.length,
  };
}

function row(all: RunComparison, pair: RunPair): string[] {
  const { comparison, candidate, subject, baselineMedian, candidateMedian } = pair;
  const { baseline } = comparison;
  return [
    ...[subject, metricName(baseline.metric)],
    ...(all.candidates.length > 1 ? [candidate.path] : []),
    ...[quantity(baseline.metric, baselineMedian), quantity(baseline.metric, candidateMedian)],
    ratioWithInterval(comparison) ?? "-",
    probabilityText(comparison.adjustedPValue),
    `${baseline.observations.length}, ${comparison.candidate.observations.length}`,
    verdictText(comparison),
  ];
}

function probabilityText(pValue: number): string {
  return pValue < 0.001 ? "<0.001" : pValue.toFixed(3);
}

/** `failed: median time of restart > +5%: restart, overlay: 1.12 (1.08 … 1.15), beyond`, a line a pair. */
export function gateLines({
  gate,
  judged,
}: GateResult): { readonly outcome: GateOutcome; readonly text: string }[] {
  const limit = ratioText(1 + gate.limit);
  return judged.map(({ pair, outcome }) => {
    const ratio = ratioWithInterval(pair.comparison);
    const words = {
      beyond: `decidedly ${gate.direction} ${limit}`,
      within: `decidedly not ${gate.direction} ${limit}`,
      undecided: `undecided whether ${gate.direction} ${limit}`,
    }[outcome];
    return {
      outcome: gateOutcome(outcome),
      text: `${gate.written}: ${pair.subject}: ${ratio === undefined ? "" : `${ratio}, `}${words}`,
    };
  });
}

export type GateOutcome = "failed" | "held" | "undecided";

function gateOutcome(outcome: GateResult["judged"][number]["outcome"]): GateOutcome {
  return outcome === "beyond" ? "failed" : outcome === "within" ? "held" : outcome;
}

/** Differences of facts, a line each, and what was not in all runs. */
export function differenceLines({ candidates, differences, unmatched }: RunComparison): string[] {
  const shown = (value: string | undefined): string => (value === undefined ? "not known" : value || "empty");
  return [
    ...differences.map(
      ({ candidate, fact, before, after }) =>
        `${candidates.length > 1 ? `${candidate.path}: ` : ""}${fact}: ${shown(before)} → ${shown(after)}`,
    ),
    ...unmatched.map(({ path, subject }) => `not compared: ${subject}, which is only in ${path}`),
  ];
}

/** What a reader must bear in mind. */
export const CAUTION =
  "runs of different times: what changed on the machine between them is in the ratios too; cells of one matrix take turns, and are free of it";
