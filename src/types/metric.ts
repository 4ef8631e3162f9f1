/** What an action took as a whole. */
export const MAIN_METRIC = "durationNs";

const KNOWN_NAMES: Readonly<Record<string, string>> = { [MAIN_METRIC]: "time" };

/** The end of a metric's name that is its unit; undefined for a plain number and for a `metric` of a recipe. */
export function unitSuffix(metric: string): "Ns" | "Bytes" | undefined {
  return /.(Ns|Bytes)$/.exec(metric)?.[1] as "Ns" | "Bytes" | undefined;
}

/** `memoryPeakBytes` → `memory peak` */
export function metricName(metric: string): string {
  const name = metric.slice(0, metric.length - (unitSuffix(metric)?.length ?? 0));
  return KNOWN_NAMES[metric] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
