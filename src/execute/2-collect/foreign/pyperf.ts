import type { MeasuredRun, Series } from "../../../types/run-comparison.ts";
import { fieldsOf, foreignSample, numbersOf } from "./values.ts";

/** What pyperf measures has no name of its own: it is called by its unit. */
const METRICS: Readonly<Record<string, { readonly name: string; readonly size: number }>> = {
  second: { name: "durationNs", size: 1e9 },
  byte: { name: "memoryBytes", size: 1 },
  integer: { name: "number", size: 1 },
};

/** Of each run, not of the machine. */
const NOT_FACTS = new Set([
  "date",
  "duration",
  "load_avg_1min",
  "uptime",
  "boot_time",
  "runnable_threads",
  "run",
]);

/**
 * A suite of pyperf's format 1.0; its values are those of one loop already.
 * @returns undefined where `content` is something else
 * @see pyperf, doc/api.rst and pyperf/_bench.py
 */
export function readPyperf(path: string, content: unknown): MeasuredRun | undefined {
  const suite = fieldsOf(content);
  if (suite?.version !== "1.0" || !Array.isArray(suite.benchmarks)) return undefined;
  const shared = fieldsOf(suite.metadata) ?? {};
  const series: Series[] = [];
  for (const benchmark of suite.benchmarks) {
    const { runs, metadata } = fieldsOf(benchmark) ?? {};
    const own = { ...shared, ...fieldsOf(metadata) };
    if (!Array.isArray(runs)) return undefined;
    const metric = METRICS[String(own.unit ?? "second")];
    // A run of calibration has no values.
    const values = runs.flatMap((run) => numbersOf(fieldsOf(run)?.values) ?? []);
    if (metric === undefined || values.length === 0) continue;
    const block = typeof own.name === "string" ? own.name : "benchmark";
    const observations = values.map((value) => value * metric.size);
    series.push({ subject: block, block, sample: foreignSample(block, metric.name, "pyperf", observations) });
  }
  const facts = Object.fromEntries(
    Object.entries(shared)
      .filter(
        ([name, value]) => !NOT_FACTS.has(name) && (typeof value === "string" || typeof value === "number"),
      )
      .map(([name, value]) => [name, String(value)]),
  );
  return series.length === 0 ? undefined : { path, tool: "pyperf", title: "pyperf", facts, series };
}
