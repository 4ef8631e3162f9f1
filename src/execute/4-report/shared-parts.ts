import type { RunStarted, Stopped } from "../../types/event.ts";
import { metricName } from "../../types/metric.ts";
import type { Report } from "../../types/report.ts";
import type { BlockRecord, ExpectationRecord, RunRecord } from "../../types/run-record.ts";
import { cellLabel, cellText } from "./cell-label.ts";
import { duration } from "./quantity.ts";

/** Expectations of one statement that did not hold: the first of them, and how often. */
export interface ExpectationGroup {
  readonly first: ExpectationRecord;
  readonly failed: number;
  readonly judged: number;
}

/** Failed expectations of a block by statement: one in a measure is judged in every run. */
export function expectationGroups(block: BlockRecord): ExpectationGroup[] {
  const groups = new Map<string, { first: ExpectationRecord | undefined; failed: number; judged: number }>();
  for (const expectation of block.expectations) {
    const { line, written, held } = expectation.judged;
    const key = `${line} ${written}`;
    const group = groups.get(key) ?? { first: undefined, failed: 0, judged: 0 };
    groups.set(key, group);
    group.judged += 1;
    if (!held) {
      group.failed += 1;
      group.first ??= expectation;
    }
  }
  return [...groups.values()].flatMap(({ first, failed, judged }) =>
    first === undefined ? [] : [{ first, failed, judged }],
  );
}

/** `30 runs, decided`: how many runs a measure had, and, if it was to go on until it was sure, why it ended. */
export function runsText(started: RunStarted, { runs, finished, started: block }: BlockRecord): string {
  const count = `${runs} ${runs === 1 ? "run" : "runs"}`;
  if (block.until === undefined || finished?.stopped === undefined) return count;
  const undecided = (finished.undecidedWith ?? []).map((cell) => cellLabel(started, cell));
  const words: Readonly<Record<Stopped, string>> = {
    repeat: "",
    time: ", the time was over",
    narrow: `, then the interval${block.until.of === undefined ? "" : ` of ${metricName(block.until.of)}`} was narrow enough`,
    decided: ", then all was decided",
    budget: ", the most that were allowed",
  };
  return `${count}${words[finished.stopped]}${undecided.length === 0 ? "" : `; undecided with ${undecided.join(", ")}`}`;
}

const OUTCOMES: Readonly<Record<RunRecord["outcome"], string>> = {
  passed: "everything held",
  failed: "an expectation failed",
  interrupted: "interrupted",
  error: "a step could not be carried out",
  "host-lacks": "this host lacks something",
  unfinished: "without an end",
};

/** `failed: 2 passed, 1 failed, 1 cell skipped, in 4.2 s` */
export function summary(report: Pick<Report, "record">): string {
  const { record } = report;
  const count = (outcome: string): number =>
    record.blocks.filter((block) => block.outcome === outcome).length;
  const parts = ["passed", "failed", "error", "interrupted", "unfinished"]
    .map((outcome) => ({ outcome, number: count(outcome) }))
    .filter(({ number }) => number > 0)
    .map(({ outcome, number }) => `${number} ${outcome}`);
  const skipped = record.skippedCells.length;
  if (skipped > 0) parts.push(`${skipped} ${skipped === 1 ? "cell" : "cells"} skipped`);
  const notRun = blocksNotRun(record).length;
  if (notRun > 0) parts.push(`${notRun} not run`);
  return `${OUTCOMES[record.outcome]}: ${parts.join(", ") || "nothing was run"}, in ${duration(record.durationNs)}`;
}

/**
 * Planned checks and measures that never began because the run came to an early end. After a whole run there are
 * none: what was not begun had not been asked for.
 */
export function blocksNotRun(record: RunRecord): { readonly cell: number; readonly block: string }[] {
  if (record.outcome === "passed" || record.outcome === "failed") return [];
  const begun = new Set(record.blocks.map(({ started }) => `${started.cell} ${started.block}`));
  const skipped = new Set(record.skippedCells.map(({ cell }) => cell));
  return record.started.cells
    .filter(({ cell }) => !skipped.has(cell))
    .flatMap(({ cell }) => record.started.blocks.map(({ block }) => ({ cell, block })))
    .filter(({ cell, block }) => !begun.has(`${cell} ${block}`));
}

/** What was done before the first run, and is a part of the results: a line each. */
export function setUpLines(report: Report): string[] {
  return [...importLines(report), ...coreLines(report)];
}

/** What it took to put the images of measured containers on their storages, a line an image. */
function importLines(report: Report): string[] {
  const { imports, samples, started } = report.record;
  if (samples.length === 0) return [];
  const line = ({ image, storage, container }: (typeof imports)[number]): string =>
    `image ${image} put on storage ${storage} for ${container}`;
  return [...new Set(imports.map(line))].map((text) => {
    const times = imports
      .filter((one) => line(one) === text)
      .map(({ cell, durationNs }) => {
        const where = started.cells.length > 1 ? ` (${cellLabel(started, cell)})` : "";
        return `${duration(durationNs)}${where}`;
      });
    return `${text}: ${times.join(", ")}`;
  });
}

/** On which cores `cpuset.cpus auto` has put what was measured, a line for each choice. */
function coreLines({ record }: Pick<Report, "record">): string[] {
  const { cores, started } = record;
  const line = ({ cgroup, cores: count, cpus, memoryNodes }: (typeof cores)[number]): string =>
    `cgroup ${cgroup} on CPUs ${cpus} (${count} whole ${count === 1 ? "core" : "cores"}), memory node ${memoryNodes}`;
  return [...new Set(cores.map(line))].map((text) => {
    const cells = cores.filter((one) => line(one) === text).map(({ cell }) => cell);
    const isEverywhere = cells.length === new Set(cores.map(({ cell }) => cell)).size;
    return isEverywhere ? text : `${text}: ${cells.map((cell) => cellLabel(started, cell)).join("; ")}`;
  });
}

/** What went wrong beside expectations, and what was left out, a line each, the gravest last. */
export function problemLines(report: Report): string[] {
  const { record } = report;
  const hasCells = record.started.cells.length > 1;
  return [
    ...record.skippedCells.map(
      ({ cell, reason }) =>
        `skipped: ${hasCells ? `cell ${cell} (${cellText(record.started, cell)})` : "all"}: ${reason}`,
    ),
    ...blocksNotRun(record).map(
      ({ cell, block }) =>
        `not run: ${block}${hasCells ? ` in cell ${cell} (${cellText(record.started, cell)})` : ""}`,
    ),
    ...record.warnings.map((message) => `warning: ${message}`),
    ...report.problems.map(({ severity, code, message }) => `${severity}[${code}]: ${message}`),
    ...record.failures.map(
      ({ place, command, status, message }) =>
        `error: ${place === null ? "" : `${place}: `}${message}` +
        `${command === "" || /^exit\b/.test(command) ? "" : ` (${command}: status ${status})`}`,
    ),
    ...record.leftovers.map(({ what, command }) => `left behind: ${what}; to remove it: ${command}`),
  ];
}

/** Distribution, kernel, cgroup hierarchy, processors: what a reader must know to compare two reports. */
export function environmentText(report: Pick<Report, "environment">): string {
  const values = report.environment ?? {};
  const text = (name: string, before = ""): string[] => {
    const value = values[name];
    const shown = typeof value === "string" || typeof value === "number" ? String(value) : "";
    return shown === "" ? [] : [`${before}${shown}`];
  };
  // /proc/version: `Linux version 6.18.44 (…) …`
  const kernel = text("kernel").map((line) => line.replace(/^Linux version (\S+).*$/s, "Linux $1"));
  const processors = [...text("cpuCount"), ...text("cpuModel")].join(" × ");
  return [
    ...text("distribution"),
    ...kernel,
    ...text("cgroupMode", "cgroup "),
    ...(processors === "" ? [] : [processors]),
  ].join(", ");
}
