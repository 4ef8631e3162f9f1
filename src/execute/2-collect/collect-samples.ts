import type { Event, Observation } from "../../types/event.ts";
import type { Sample } from "../../types/sample.ts";

interface SampleParts {
  readonly of: Observation;
  readonly metric: string;
  readonly observations: number[];
  readonly warmups: number[];
  readonly sources: Set<string>;
  resolution: number | undefined;
  readonly missing: Map<string, number>;
}

/** Gathers observations one by one into samples. */
export class SampleCollector {
  readonly #parts = new Map<string, SampleParts>();

  add(observation: Observation): void {
    for (const [metric, observed] of Object.entries(observation.values)) {
      const parts = this.#find(observation, metric);
      if (observed.value === null) {
        if (!observation.warmup) {
          parts.missing.set(observed.missing, (parts.missing.get(observed.missing) ?? 0) + 1);
        }
        continue;
      }
      (observation.warmup ? parts.warmups : parts.observations).push(observed.value);
      parts.sources.add(observed.source);
      // Several sources: what is known of a sample is its coarsest step.
      if (observed.resolution !== undefined) {
        parts.resolution = Math.max(parts.resolution ?? 0, observed.resolution);
      }
    }
  }

  samples(): Sample[] {
    return [...this.#parts.values()].map(
      ({ of, metric, observations, warmups, sources, resolution, missing }) => ({
        cell: of.cell,
        block: of.block,
        action: of.action,
        keyword: of.keyword,
        line: of.line,
        metric,
        observations: [...observations],
        warmups: [...warmups],
        sources: [...sources],
        resolution,
        missing: [...missing].map(([reason, count]) => ({ reason, count })),
      }),
    );
  }

  #find(observation: Observation, metric: string): SampleParts {
    const key = `${observation.cell} ${observation.action} ${metric} ${observation.block}`;
    let parts = this.#parts.get(key);
    if (parts === undefined) {
      parts = {
        of: observation,
        metric,
        observations: [],
        warmups: [],
        sources: new Set(),
        resolution: undefined,
        missing: new Map(),
      };
      this.#parts.set(key, parts);
    }
    return parts;
  }
}

/** All samples of a run, in the order of their first observation; warm-up runs apart, missing values counted. */
export function collectSamples(events: Iterable<Event>): Sample[] {
  const collector = new SampleCollector();
  for (const event of events) if (event.event === "observation") collector.add(event);
  return collector.samples();
}
