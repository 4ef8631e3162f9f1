import type { MeasuredRun, Series } from "../../../types/run-comparison.ts";
import { fieldsOf, foreignSample, numbersOf } from "./values.ts";

/**
 * What `hyperfine --export-json` wrote, in any of its versions.
 * @returns undefined where `content` is something else
 * @see hyperfine 1.20, src/benchmark/benchmark_result.rs
 */
export function readHyperfine(path: string, content: unknown): MeasuredRun | undefined {
  const results = fieldsOf(content)?.results;
  if (!Array.isArray(results)) return undefined;
  const series: Series[] = [];
  for (const result of results) {
    const { command, times, memory_usage_byte: memory, parameters } = fieldsOf(result) ?? {};
    const seconds = numbersOf(times);
    if (typeof command !== "string" || seconds === undefined) return undefined;
    const values = Object.entries(fieldsOf(parameters) ?? {}).filter(
      ([, value]) => !command.includes(String(value)),
    );
    const subject = [command, ...values.map(([name, value]) => `${name} ${value}`)].join(", ");
    const durations = seconds.map((value) => value * 1e9);
    series.push({
      subject,
      block: command,
      sample: foreignSample(command, "durationNs", "hyperfine", durations),
    });
    const peaks = numbersOf(memory);
    if (peaks !== undefined) {
      series.push({
        subject,
        block: command,
        sample: foreignSample(command, "memoryPeakBytes", "hyperfine", peaks),
      });
    }
  }
  return series.length === 0 ? undefined : { path, tool: "hyperfine", title: "hyperfine", facts: {}, series };
}
