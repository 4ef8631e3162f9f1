import type { Comparison } from "../../types/comparison.ts";
import type { Estimate } from "../../types/estimate.ts";
import type { Report } from "../../types/report.ts";
import type { Sample } from "../../types/sample.ts";
import { neutraliseJson } from "./neutralise.ts";
import { storedUnit } from "./quantity.ts";
import { verdictText } from "./ratio.ts";

/** The whole report, every observation included. `format` counts up when a field changes its meaning. */
export function jsonReport(report: Report): string {
  return `${neutraliseJson(numbersOnOneLine(JSON.stringify(content(report), undefined, 2)))}\n`;
}

/** A line break in JSON never stands in a string: what this matches is a list of numbers and nothing else. */
function numbersOnOneLine(json: string): string {
  return json.replace(
    /\[\n([-+\d.eE,\s]+)\]/g,
    (_, numbers: string) => `[${numbers.trim().replace(/,\s+/g, ", ")}]`,
  );
}

function content(report: Report) {
  const { record } = report;
  const { event: _, atNs: __, format: ___, blocks: planned, ...run } = record.started;
  const all = [...report.estimates, ...report.calibrations];
  const estimates = new Map(all.map((estimate) => [estimate.sample, estimate]));
  return {
    format: 1,
    directory: report.directory,
    run: {
      ...run,
      outcome: record.outcome,
      exitStatus: record.exitStatus ?? null,
      durationNs: record.durationNs,
      planned,
    },
    environment: report.environment ?? null,
    images: record.images,
    imports: record.imports,
    cores: record.cores,
    skippedCells: record.skippedCells,
    blocks: record.blocks.map((block) => ({
      cell: block.started.cell,
      kind: block.started.kind,
      block: block.started.block,
      line: block.started.line,
      outcome: block.outcome,
      durationNs: block.durationNs ?? null,
      runs: block.started.kind === "measure" ? block.runs : null,
      expectations: block.expectations.map(({ judged, after }) => ({
        line: judged.line,
        written: judged.written,
        held: judged.held,
        expected: judged.expected,
        seen: judged.seen,
        stdout: after?.stdout ?? null,
        stderr: after?.stderr ?? null,
      })),
    })),
    measures: record.samples.map((sample) => sampleContent(sample, estimates.get(sample))),
    calibrations: record.calibrations.map((sample) => sampleContent(sample, estimates.get(sample))),
    comparisons: report.comparisons.map(comparisonContent),
    warnings: record.warnings,
    failures: record.failures.map(({ event: _, ...failure }) => failure),
    leftovers: record.leftovers.map(({ event: _, ...leftover }) => leftover),
    problems: report.problems,
  };
}

function sampleContent(sample: Sample, estimate: Estimate | undefined) {
  return {
    ...sample,
    unit: sample.unit ?? storedUnit(sample.metric),
    resolution: sample.resolution ?? null,
    count: sample.observations.length,
    first: estimate?.first ?? null,
    median: estimate?.median ?? null,
    medianInterval: estimate?.medianInterval ?? null,
    mean: estimate?.mean ?? null,
    standardDeviation: estimate?.standardDeviation ?? null,
    medianAbsoluteDeviation: estimate?.medianAbsoluteDeviation ?? null,
    minimum: estimate?.minimum ?? null,
    maximum: estimate?.maximum ?? null,
    percentiles: estimate?.percentiles ?? null,
    outliers: estimate?.outliers ?? [],
    drift: estimate?.drift ?? null,
  };
}

/** A comparison without its observations, which stand with the measures. */
export function comparisonContent(comparison: Comparison) {
  const { baseline, candidate, ...found } = comparison;
  return {
    block: candidate.block,
    action: candidate.action,
    keyword: candidate.keyword,
    metric: candidate.metric,
    baselineCell: baseline.cell,
    cell: candidate.cell,
    ...found,
    ratio: found.ratio ?? null,
    ratioInterval: found.ratioInterval ?? null,
    said: verdictText(comparison),
  };
}
