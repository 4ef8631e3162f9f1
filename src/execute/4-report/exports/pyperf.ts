import { MAIN_METRIC, metricName } from "../../../types/metric.ts";
import type { Report } from "../../../types/report.ts";
import type { Sample } from "../../../types/sample.ts";
import { neutraliseJson } from "../neutralise.ts";
import { baseUnit, type Subject, subjectsOf } from "./subjects.ts";

const PLAIN_UNIT = "integer";

/**
 * A suite of pyperf's format 1.0, for `pyperf stats`, `hist` and `compare_to`: one benchmark for each metric of an action of a measure in a
 * cell, one pyperf run for each run of the measure. pyperf takes only values above 0: a metric that has others is left out.
 * @see pyperf, doc/api.rst and pyperf/_bench.py
 */
export function pyperfExport(report: Report): string {
  const benchmarks = subjectsOf(report).flatMap((subject) =>
    [...subject.samples.values()]
      .filter(({ observations }) => observations.every((value) => value > 0))
      .map((sample) => benchmark(report, subject, sample)),
  );
  const { started } = report.record;
  const { environment = {} } = report;
  const texts = {
    ...{ recipe: started.recipe, recipe_digest: started.recipeDigest, run: started.runId },
    ...{ hostname: environment.hostname, cpu_model_name: environment.cpuModel, platform: environment.kernel },
    ...{ distribution: environment.distribution, cgroup_mode: environment.cgroupMode },
  };
  const metadata = {
    ...Object.fromEntries(
      Object.entries(texts)
        .map(([name, value]) => [name, oneLine(String(value ?? ""))])
        .filter(([, value]) => value !== ""),
    ),
    ...(typeof environment.cpuCount === "number" ? { cpu_count: environment.cpuCount } : {}),
  };
  return `${neutraliseJson(JSON.stringify({ version: "1.0", metadata, benchmarks }, undefined, 1))}\n`;
}

/** pyperf refuses metadata that is empty or has more than one line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ").trim();
}

function benchmark(report: Report, subject: Subject, sample: Sample) {
  const { name: base, size } = baseUnit(sample.metric);
  const began = Date.parse(report.record.started.startedAt);
  const durations = new Map<number, number>();
  const times = subject.samples.get(MAIN_METRIC);
  for (const [at, iteration] of times?.iterations.entries() ?? []) {
    durations.set(iteration, times?.observations[at] ?? 0);
  }
  const isTime = sample.metric === MAIN_METRIC;
  return {
    metadata: {
      name: oneLine(isTime ? subject.name : `${subject.name} ${metricName(sample.metric)}`),
      unit: base === "" ? PLAIN_UNIT : base,
      loops: 1,
    },
    runs: sample.observations.map((value, at) => ({
      metadata: {
        date: pyperfDate(began + (sample.atNs[at] ?? 0) / 1e6),
        // Without it pyperf takes the sum of the values, whatever their unit, for a time.
        duration: (durations.get(sample.iterations[at] ?? 0) ?? 0) / 1e9,
      },
      values: [value / size],
    })),
  };
}

/** `2026-01-02 03:04:05.678000` */
function pyperfDate(milliseconds: number): string {
  if (Number.isNaN(milliseconds)) return "1970-01-01 00:00:00.000000";
  return new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "000");
}
