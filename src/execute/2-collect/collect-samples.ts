import type { Calibration, Event, IterationFinished, Observation } from "../../types/event.ts";
import type { Sample } from "../../types/sample.ts";

/** What a sample is of, whatever event told it. */
type Origin = Pick<Sample, "cell" | "block" | "action" | "keyword" | "line" | "written">;

interface SampleParts {
  readonly of: Origin;
  readonly metric: string;
  unit: string | undefined;
  readonly observations: number[];
  readonly iterations: number[];
  readonly atNs: number[];
  readonly warmups: number[];
  readonly sources: Set<string>;
  resolution: number | undefined;
  readonly missing: { readonly reason: string; readonly iteration: number }[];
}

/** Gathers observations one by one into samples. */
export class SampleCollector {
  readonly #parts = new Map<string, SampleParts>();
  /** Why the observations of a run do not count, by the run. */
  readonly #excluded = new Map<string, string>();

  add(event: Observation | Calibration | IterationFinished): void {
    if (event.event === "iteration-finished") {
      if (event.excluded !== null) this.#excluded.set(runKey(event, event.iteration), event.excluded);
      return;
    }
    const { warmup } = event;
    for (const [metric, observed] of Object.entries(event.values)) {
      const parts = this.#find(event, metric);
      if (observed.value === null) {
        if (!warmup) parts.missing.push({ reason: observed.missing, iteration: event.iteration });
        continue;
      }
      if (warmup) {
        parts.warmups.push(observed.value);
      } else {
        parts.observations.push(observed.value);
        parts.iterations.push(event.iteration);
        parts.atNs.push(event.atNs);
      }
      parts.unit ??= observed.unit;
      parts.sources.add(observed.source);
      // Several sources: what is known of a sample is its coarsest step.
      if (observed.resolution !== undefined) {
        parts.resolution = Math.max(parts.resolution ?? 0, observed.resolution);
      }
    }
  }

  /** By cell, and of one cell in the order of their first observation. */
  samples(): Sample[] {
    const parts = [...this.#parts.values()].sort((one, other) => one.of.cell - other.of.cell);
    return parts.map((each) => this.#sample(each));
  }

  #sample(parts: SampleParts): Sample {
    const { of, metric, unit, observations, iterations, atNs, warmups, sources, resolution, missing } = parts;
    const reasonOf = (iteration: number): string | undefined =>
      of.action === 0 ? undefined : this.#excluded.get(runKey(of, iteration));
    const counts = iterations.map((iteration) => reasonOf(iteration) === undefined);
    const kept = (values: readonly number[]): number[] => values.filter((_, at) => counts[at]);
    const left = missing.filter(({ iteration }) => reasonOf(iteration) === undefined);
    return {
      ...{ cell: of.cell, block: of.block, action: of.action, keyword: of.keyword, line: of.line },
      ...(of.written === undefined ? {} : { written: of.written }),
      metric,
      ...(unit === undefined ? {} : { unit }),
      observations: kept(observations),
      iterations: kept(iterations),
      atNs: kept(atNs),
      warmups: [...warmups],
      sources: [...sources],
      resolution,
      missing: counted(left.map(({ reason }) => reason)),
      excluded: counted(iterations.map(reasonOf).filter((reason) => reason !== undefined)),
    };
  }

  #find(of: Origin, metric: string): SampleParts {
    const key = `${of.cell} ${of.action} ${metric} ${of.block}`;
    let parts = this.#parts.get(key);
    if (parts === undefined) {
      parts = {
        of,
        metric,
        unit: undefined,
        observations: [],
        iterations: [],
        atNs: [],
        warmups: [],
        sources: new Set(),
        resolution: undefined,
        missing: [],
      };
      this.#parts.set(key, parts);
    }
    return parts;
  }
}

function runKey(
  { cell, block }: { readonly cell: number; readonly block: string },
  iteration: number,
): string {
  return `${cell} ${iteration} ${block}`;
}

function counted(reasons: readonly string[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

/** All samples of a run; warm-up and excluded runs apart, missing values counted. */
export function collectSamples(events: Iterable<Event>): Sample[] {
  const collector = new SampleCollector();
  for (const event of events) {
    if (event.event === "observation" || event.event === "iteration-finished") collector.add(event);
  }
  return collector.samples();
}
