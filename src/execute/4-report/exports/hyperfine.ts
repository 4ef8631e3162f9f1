import type { Estimate } from "../../../types/estimate.ts";
import { MAIN_METRIC } from "../../../types/metric.ts";
import type { Report } from "../../../types/report.ts";
import { neutraliseJson } from "../neutralise.ts";
import { type Subject, subjectsOf } from "./subjects.ts";

/**
 * What `hyperfine --export-json` writes, for its scripts: one result for each action of a measure in each cell, times in seconds. What
 * was not measured is null; what hyperfine has no place for is under `ctrc`.
 * @see hyperfine 1.20, src/benchmark/benchmark_result.rs
 */
export function hyperfineExport(report: Report): string {
  const estimates = new Map(report.estimates.map((estimate) => [estimate.sample, estimate]));
  const results = subjectsOf(report).flatMap((subject) => {
    const sample = subject.samples.get(MAIN_METRIC);
    const estimate = sample === undefined ? undefined : estimates.get(sample);
    return estimate === undefined ? [] : [result(report, subject, estimate)];
  });
  return `${neutraliseJson(JSON.stringify({ results }, undefined, 2))}\n`;
}

function result(report: Report, subject: Subject, estimate: Estimate) {
  const seconds = (durationNs: number): number => durationNs / 1e9;
  const { sample, standardDeviation, medianInterval } = estimate;
  const meanSeconds = (metric: string): number | null => {
    const values = subject.samples.get(metric)?.observations;
    if (values === undefined) return null;
    return seconds(values.reduce((sum, value) => sum + value, 0) / values.length);
  };
  const peaks = subject.samples.get("memoryPeakBytes");
  const isWhole = peaks?.observations.length === sample.observations.length;
  return {
    command: subject.name,
    mean: seconds(estimate.mean),
    stddev: standardDeviation === undefined ? null : seconds(standardDeviation),
    median: seconds(estimate.median),
    user: meanSeconds("cpuUserNs"),
    system: meanSeconds("cpuSystemNs"),
    min: seconds(estimate.minimum),
    max: seconds(estimate.maximum),
    times: sample.observations.map(seconds),
    ...(isWhole ? { memory_usage_byte: peaks?.observations } : {}),
    ...(Object.keys(subject.values).length === 0 ? {} : { parameters: subject.values }),
    ctrc: {
      run: report.record.started.runId,
      recipe: report.record.started.recipe,
      recipeDigest: report.record.started.recipeDigest,
      block: subject.block,
      action: subject.action,
      cell: subject.cell,
      medianInterval: medianInterval?.map(seconds) ?? null,
    },
  };
}
