import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readBounded } from "../bounded-file.ts";
import {
  notARunDirectory,
  runWithoutBeginning,
  unreadableEnvironment,
  unreadableEvents,
} from "../diagnostics/problems.ts";
import type { Problem } from "../types/problem.ts";
import type { Report } from "../types/report.ts";
import { LineSplitter } from "./1-run/lines.ts";
import { readEvent } from "./1-run/read-event.ts";
import { RunRecorder } from "./2-collect/run-recorder.ts";
import { reportOf } from "./report-of.ts";

const ENVIRONMENT_MEBIBYTES = 16;

/**
 * Reads what a script wrote, under ctrc or by itself. Lines that are no events are left out and counted.
 * @param options `baselineCell`: which cell of the matrix the others are compared with; unsaid, the first
 * @returns `report` is undefined where the directory tells of no run; `problems` then says why
 */
export async function readRunDirectory(
  directory: string,
  options: { readonly baselineCell?: number | undefined } = {},
): Promise<{ readonly report: Report | undefined; readonly problems: readonly Problem[] }> {
  const absolute = resolve(directory);
  const recorder = new RunRecorder();
  const problems: Problem[] = [];
  let lineNumber = 0;
  const faults: { line: number; fault: string }[] = [];
  const lines = new LineSplitter((line) => {
    lineNumber += 1;
    const read = readEvent(line);
    if ("event" in read) recorder.add(read.event);
    else faults.push({ line: lineNumber, fault: read.fault });
  });
  try {
    const file = join(absolute, "events.jsonl");
    // Of a pipe or a device nobody knows whether it has an end.
    if (!(await stat(file)).isFile()) return { report: undefined, problems: [notARunDirectory(directory)] };
    for await (const chunk of createReadStream(file)) lines.write(chunk as Buffer);
  } catch {
    return { report: undefined, problems: [notARunDirectory(directory)] };
  }
  lines.end();
  const record = recorder.record();
  if (record === undefined) return { report: undefined, problems: [runWithoutBeginning(directory)] };
  const [fault] = faults;
  if (fault !== undefined) problems.push(unreadableEvents(faults.length, fault.line, fault.fault));
  const environment = await readEnvironment(absolute);
  if (environment === undefined) problems.push(unreadableEnvironment());
  return {
    report: reportOf({ directory: absolute, record, environment, problems }, options.baselineCell),
    problems,
  };
}

/** `environment.json` of a run directory; undefined where it is missing or no JSON object. */
export async function readEnvironment(directory: string): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse(
      await readBounded(join(directory, "environment.json"), ENVIRONMENT_MEBIBYTES),
    );
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
