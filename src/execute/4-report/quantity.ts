import { unitSuffix } from "../../types/metric.ts";
import type { Sample } from "../../types/sample.ts";

/** A unit for people: what it is called and how many of the metric's own unit it is. */
export interface Unit {
  readonly name: string;
  readonly size: number;
}

const DURATIONS: readonly Unit[] = [
  { name: "s", size: 1e9 },
  { name: "ms", size: 1e6 },
  { name: "µs", size: 1e3 },
  { name: "ns", size: 1 },
];

const SIZES: readonly Unit[] = [
  { name: "TiB", size: 2 ** 40 },
  { name: "GiB", size: 2 ** 30 },
  { name: "MiB", size: 2 ** 20 },
  { name: "KiB", size: 2 ** 10 },
  { name: "B", size: 1 },
];

/** By the end of a metric's name, which is its unit. */
const UNITS_BY_SUFFIX: Readonly<Record<"Ns" | "Bytes", readonly Unit[]>> = { Ns: DURATIONS, Bytes: SIZES };

/** Metrics that stand beside the time of an action, and what their column is called. */
export const COLUMN_NAMES: Readonly<Record<string, string>> = {
  cpuUsageNs: "cpu",
  memoryPeakBytes: "memory peak",
  memoryRssBytes: "memory rss",
  diskDataBytes: "+data",
  diskMetadataBytes: "+metadata",
};

/** Metrics that say what one more container adds, so that their sum is what all of them take. */
export const ADDED_METRICS: readonly string[] = [
  "diskDataBytes",
  "diskMetadataBytes",
  "diskUsedBytes",
  "memoryHostBytes",
];

/** The unit of a metric's values as they are stored: `ns`, `B`, or empty for a plain number. */
export function storedUnit(metric: string): string {
  const suffix = unitSuffix(metric);
  return suffix === undefined ? "" : (UNITS_BY_SUFFIX[suffix]?.at(-1)?.name ?? "");
}

/**
 * One unit in which all the values can be compared: that of the largest, or that of the smallest where it would be
 * less than a hundredth.
 * @param values of one metric, in its unit
 */
export function unitFor(metric: string, values: readonly number[]): Unit {
  const suffix = unitSuffix(metric);
  const units = suffix === undefined ? undefined : UNITS_BY_SUFFIX[suffix];
  if (units === undefined) return { name: "", size: 1 };
  const magnitudes = values.map(Math.abs).filter((value) => value > 0);
  const fitting = (value: number): Unit =>
    units.find((unit) => value >= unit.size) ?? units.at(-1) ?? { name: "", size: 1 };
  const largest = fitting(Math.max(...magnitudes, 0));
  const smallest = Math.min(...magnitudes);
  return smallest / largest.size < 0.01 ? fitting(smallest) : largest;
}

/**
 * Decimals with which the smallest of the values has three digits, at most three, and none below the resolution.
 * @param values in the metric's unit
 * @param resolution in the metric's unit, if it is known
 */
export function decimalsFor(values: readonly number[], unit: Unit, resolution: number | undefined): number {
  const finest = resolution === undefined || resolution <= 0 ? 1 : resolution;
  const meaningful = Math.max(0, Math.ceil(Math.log10(unit.size / finest)));
  const magnitudes = values.map((value) => Math.abs(value) / unit.size).filter((value) => value > 0);
  if (magnitudes.length === 0) return 0;
  const wanted = 2 - Math.floor(Math.log10(Math.min(...magnitudes)));
  const isPlain = unit.name === "" && !values.every(Number.isInteger);
  return Math.max(0, Math.min(3, wanted, isPlain ? 3 : meaningful));
}

/** A single duration: `1.02 s`, `12.3 ms`, `3 min 20 s`. */
export function duration(durationNs: number): string {
  if (durationNs >= 100e9) {
    const seconds = Math.round(durationNs / 1e9);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
  }
  return quantity("durationNs", durationNs);
}

/** A single value with its unit. */
export function quantity(metric: string, value: number): string {
  const unit = unitFor(metric, [value]);
  const number = (value / unit.size).toFixed(decimalsFor([value], unit, undefined));
  return unit.name === "" ? number : `${number} ${unit.name}`;
}

/**
 * A single value of a sample with its unit; of one that the clock or counter cannot tell from 0, that it is below its
 * smallest step: `< 10 ms`.
 */
export function measured(
  { metric, resolution = 0 }: Pick<Sample, "metric" | "resolution">,
  value: number,
): string {
  const shown = Math.max(Math.abs(value), resolution);
  const unit = unitFor(metric, [shown]);
  const isTold = Math.abs(value) >= resolution;
  const number = ((isTold ? value : resolution) / unit.size).toFixed(decimalsFor([shown], unit, resolution));
  return `${isTold ? "" : "< "}${number}${unit.name === "" ? "" : ` ${unit.name}`}`;
}
