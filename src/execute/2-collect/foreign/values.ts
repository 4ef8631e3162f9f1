import type { Sample } from "../../../types/sample.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The value as an object with fields; undefined for anything else. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The value as a list of finite numbers; undefined for anything else, and for an empty list. */
export function numbersOf(value: unknown): number[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(Number.isFinite) ? value : undefined;
}

/** A sample of another tool, which numbers its runs from 1 and says nothing about when they were. */
export function foreignSample(
  block: string,
  metric: string,
  source: string,
  observations: readonly number[],
): Sample {
  return {
    ...{ cell: 1, block, action: 1, keyword: source, line: 0, metric },
    observations,
    iterations: observations.map((_, at) => at + 1),
    atNs: observations.map(() => 0),
    warmups: [],
    sources: [source],
    resolution: undefined,
    missing: [],
    excluded: [],
  };
}
