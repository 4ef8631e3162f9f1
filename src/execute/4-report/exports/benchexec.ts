import type { Report } from "../../../types/report.ts";
import { VERSION } from "../../../version.ts";
import { neutralise } from "../neutralise.ts";
import { baseUnit, type Subject, subjectsOf } from "./subjects.ts";

/** What BenchExec calls our metrics. Others keep their name. */
const COLUMN_TITLES: Readonly<Record<string, string>> = {
  durationNs: "walltime",
  cpuUsageNs: "cputime",
  memoryPeakBytes: "memory",
  ioReadBytes: "blkio-read",
  ioWriteBytes: "blkio-write",
  pressureCpuSomeNs: "pressure-cpu-some",
  pressureMemorySomeNs: "pressure-memory-some",
  pressureIoSomeNs: "pressure-io-some",
};

type Attributes = Readonly<Record<string, string>>;

/**
 * Results of BenchExec, for its table-generator: one run for each run of each action of a measure in each cell, values unrounded in seconds
 * and bytes. There is no verdict: the category is `missing`.
 * @see BenchExec, doc/result.dtd and doc/run-results.md
 */
export function benchexecExport(report: Report): string {
  const { started } = report.record;
  const subjects = subjectsOf(report);
  const titles = [...new Set(subjects.flatMap(({ samples }) => [...samples.keys()].map(titleOf)))];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE result PUBLIC "+//IDN sosy-lab.org//DTD BenchExec result 3.12//EN" "https://www.sosy-lab.org/benchexec/result-3.12.dtd">',
    open("result", {
      benchmarkname: started.recipe,
      name: started.runId,
      ...(started.title === "" ? {} : { displayName: started.title }),
      date: started.startedAt.replace("T", " ").replace(/Z$/, " UTC"),
      starttime: started.startedAt.replace(/Z$/, "+00:00"),
      tool: "ctrc",
      toolmodule: "ctrc",
      version: VERSION,
      generator: `ctrc ${VERSION}`,
    }),
    "  <columns>",
    ...titles.map((title) => `    ${empty("column", { title })}`),
    "  </columns>",
    ...systemLines(report),
    ...subjects.flatMap(runLines),
    "</result>",
  ];
  return `${lines.join("\n")}\n`;
}

function titleOf(metric: string): string {
  return (
    COLUMN_TITLES[metric] ??
    metric.replace(/(Ns|Bytes)$/, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  );
}

function systemLines({ environment = {} }: Report): string[] {
  const text = (name: string): string => {
    const value = environment[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "unknown";
  };
  const memory = environment.memoryTotalBytes;
  return [
    `  ${open("systeminfo", { hostname: text("hostname") })}`,
    `    ${empty("os", { name: text("kernel") })}`,
    `    ${empty("cpu", { cores: text("cpuCount"), model: text("cpuModel") })}`,
    `    ${empty("ram", { size: typeof memory === "number" ? `${memory}B` : "unknown" })}`,
    "    <environment/>",
    "  </systeminfo>",
  ];
}

function runLines(subject: Subject): string[] {
  const runs = new Map<number, { title: string; value: string }[]>();
  for (const [metric, { iterations, observations }] of subject.samples) {
    const { name, size } = baseUnit(metric);
    const suffix = { second: "s", byte: "B", "": "" }[name];
    for (const [at, iteration] of iterations.entries()) {
      const columns = runs.get(iteration) ?? [];
      runs.set(iteration, columns);
      columns.push({ title: titleOf(metric), value: `${(observations[at] ?? 0) / size}${suffix}` });
    }
  }
  return [...runs].flatMap(([iteration, columns]) => [
    `  ${open("run", { name: `${subject.name} #${iteration}`, files: "[]" })}`,
    `    ${empty("column", { title: "status", value: "done" })}`,
    ...columns.map((column) => `    ${empty("column", column)}`),
    `    ${empty("column", { title: "category", value: "missing", hidden: "true" })}`,
    "  </run>",
  ]);
}

function open(name: string, attributes: Attributes): string {
  return `<${name}${Object.entries(attributes)
    .map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`)
    .join("")}>`;
}

function empty(name: string, attributes: Attributes): string {
  return open(name, attributes).replace(/>$/, "/>");
}

function escaped(value: string): string {
  return neutralise(value).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
