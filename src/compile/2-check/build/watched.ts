import { unknownWord } from "../../../diagnostics/arguments.ts";
import type { Action } from "../../../types/action.ts";
import { MAIN_METRIC } from "../../../types/metric.ts";
import type { Probe } from "../../../types/model.ts";
import type { Context } from "../context.ts";
import type { Entry } from "../entry.ts";
import { isTextual, plainText } from "../nodes.ts";

/** Which of a probe's values `until` looks at, as samples call it. */
const OF_PROBE: Readonly<Partial<Record<Probe, string>>> = {
  time: MAIN_METRIC,
  cpu: "cpuUsageNs",
  memory: "memoryPeakBytes",
  disk: "diskDataBytes",
};

/** Whether a word means a probe's value already, after `until … of` and in reports. */
export function isOfProbe(word: string): boolean {
  return Object.hasOwn(OF_PROBE, word);
}

/**
 * What `until 2% of …` names, as samples call it: a value of one of the measure's probes, or one of its own metrics.
 * @returns undefined for the time, and where it names nothing, which is reported
 */
export function buildWatched(
  entry: Entry,
  probes: readonly Probe[],
  body: readonly Action[],
  { report }: Context,
): string | undefined {
  const until = entry.entries.find(({ keyword }) => keyword === "until");
  const clause = until?.match.clauses.find((each) => each.clause.words[0] === "of");
  const node = clause?.arguments.get("of")?.[0];
  const name = node !== undefined && isTextual(node) ? plainText(node.pieces) : undefined;
  if (node === undefined || name === undefined) return undefined;
  const metrics = metricNames(body);
  if (metrics.includes(name)) return name;
  const probed = (["time", ...probes] as const).filter((probe) => OF_PROBE[probe] !== undefined);
  const probe = probed.find((each) => each === name);
  if (probe === undefined && isWhole(entry, metrics.length)) {
    const candidates = [...new Set([...probed, ...metrics])];
    report(unknownWord(node.span, name, "metric of this measure, nor a probe that it has", candidates));
  }
  return probe === undefined || probe === "time" ? undefined : OF_PROBE[probe];
}

/** Whether all that the measure says was read: what was not may have been what is meant. */
function isWhole(entry: Entry, metrics: number): boolean {
  const rows = withThoseInside(entry.entries);
  const isSound = ({ sound, match, entries, statement }: Entry): boolean =>
    sound && match.failure === undefined && entries.length === (statement.block?.statements.length ?? 0);
  return (
    [entry, ...rows].every(isSound) && rows.filter(({ keyword }) => keyword === "metric").length === metrics
  );
}

function withThoseInside(entries: readonly Entry[]): Entry[] {
  return entries.flatMap((each) => [each, ...withThoseInside(each.entries)]);
}

function metricNames(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => {
    if (action.kind === "for") return metricNames(action.body);
    return "metrics" in action ? (action.metrics ?? []).map(({ name }) => name) : [];
  });
}
