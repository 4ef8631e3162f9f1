import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvent } from "../../../src/execute/1-run/read-event.ts";
import { collectSamples } from "../../../src/execute/2-collect/collect-samples.ts";
import type { Event, Observation } from "../../../src/types/event.ts";

const CASES = join(import.meta.dirname, "cases");

function readEvents(file: string): Event[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const read = readEvent(line);
    if ("fault" in read) throw new Error(`${file}: ${read.fault}`);
    return read.event;
  });
}

describe("events become samples", () => {
  for (const name of readdirSync(CASES)) {
    it(name.replaceAll("-", " "), async () => {
      const samples = collectSamples(readEvents(join(CASES, name, "events.jsonl")));
      await expect(`${JSON.stringify(samples, undefined, 2)}\n`).toMatchFileSnapshot(
        join(CASES, name, "samples.json"),
      );
    });
  }

  it("loses no value and makes none up", () => {
    const observation = fc.record({
      event: fc.constant("observation" as const),
      atNs: fc.nat(),
      cell: fc.integer({ min: 1, max: 3 }),
      block: fc.constantFrom("one", "two"),
      iteration: fc.integer({ min: 1, max: 9 }),
      warmup: fc.boolean(),
      action: fc.integer({ min: 1, max: 2 }),
      keyword: fc.constant("run"),
      line: fc.constant(1),
      status: fc.constant(0),
      values: fc.dictionary(
        fc.constantFrom("durationNs", "memoryPeakBytes", "toString"),
        fc.oneof(
          fc.record({ value: fc.nat(), source: fc.constantFrom("clock", "file") }),
          fc.record({ value: fc.constant(null), missing: fc.constantFrom("gone", "never there") }),
        ),
      ),
    });
    fc.assert(
      fc.property(fc.array(observation), (observations: Observation[]) => {
        const values = observations.flatMap(({ warmup, values: all }) =>
          Object.values(all).map(({ value }) => ({ warmup, value })),
        );
        const samples = collectSamples(observations);
        const numbers = (list: readonly number[][]): number[] => list.flat().sort((a, b) => a - b);
        const expected = (isWarmup: boolean): number[] =>
          numbers([
            values.flatMap(({ warmup, value }) => (warmup === isWarmup && value !== null ? [value] : [])),
          ]);
        expect(numbers(samples.map((sample) => [...sample.observations]))).toEqual(expected(false));
        expect(numbers(samples.map((sample) => [...sample.warmups]))).toEqual(expected(true));
        const missing = samples.flatMap((sample) => sample.missing.map(({ count }) => count));
        expect(missing.reduce((sum, count) => sum + count, 0)).toBe(
          values.filter(({ warmup, value }) => !warmup && value === null).length,
        );
      }),
    );
  });

  it("leaves out what the recipe excludes, and says why", () => {
    const values = (value: number) => ({ durationNs: { value, source: "clock" } });
    const parts = { atNs: 0, cell: 1, block: "one", line: 1 };
    const observed = (iteration: number): Event => ({
      ...{ event: "observation", ...parts, keyword: "run", iteration, warmup: false, action: 1, status: 0 },
      values: values(iteration),
    });
    const finished = (iteration: number, excluded: string | null): Event => ({
      ...{ event: "iteration-finished", ...parts, iteration, warmup: false, durationNs: 1, elapsedNs: 1 },
      ...{ noise: {}, excluded },
    });
    const samples = collectSamples([
      ...[observed(1), finished(1, null), observed(2), finished(2, "steal > 1%")],
    ]);
    expect(
      samples.map(({ action, observations, iterations, excluded }) => [
        action,
        observations,
        iterations,
        excluded,
      ]),
    ).toEqual([[1, [1], [1], [{ reason: "steal > 1%", count: 1 }]]]);
  });
});
