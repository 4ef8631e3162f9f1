import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";

const scratch = scratchDirectory();

const WHOLE = join(import.meta.dirname, "../execute/report/cases/matrix-with-a-failure");

const events = readFileSync(join(WHOLE, "events.jsonl"), "utf8");

/** What became of the events of a run, and what `ctrc report` says of it. */
const DAMAGED: readonly [name: string, damage: (file: string) => void, code: string, status: number][] = [
  ["are gone", () => {}, "not-a-run-directory", 2],
  ["are a directory", (file) => mkdirSync(file), "not-a-run-directory", 2],
  ["are a device without an end", (file) => symlinkSync("/dev/zero", file), "not-a-run-directory", 2],
  ["are a pipe that nobody writes to", (file) => execFileSync("mkfifo", [file]), "not-a-run-directory", 2],
  ["are empty", (file) => writeFileSync(file, ""), "run-without-beginning", 2],
  ["are none", (file) => writeFileSync(file, Buffer.alloc(100_000, 0xff)), "run-without-beginning", 2],
  [
    "are of a later format",
    (file) => writeFileSync(file, events.replace('"format":1', '"format":2')),
    "run-without-beginning",
    2,
  ],
  // The run did not come to its end: as one that was killed.
  ["are cut", (file) => writeFileSync(file, events.slice(0, events.length / 2)), "unreadable-events", 4],
  [
    "have one that nobody knows",
    (file) => writeFileSync(file, `${events}{"event":"new"}\n`),
    "unreadable-events",
    1,
  ],
  [
    "have a line of 10 MB",
    (file) => writeFileSync(file, events + "x".repeat(10_000_000)),
    "unreadable-events",
    1,
  ],
];

test.each(DAMAGED)("results whose events %s are told so", async (_, damage, code, status) => {
  const directory = join(scratch.path, "run");
  cpSync(WHOLE, directory, { recursive: true });
  rmSync(join(directory, "events.jsonl"));
  damage(join(directory, "events.jsonl"));
  const result = await ctrc(["report", "run"], { cwd: scratch.path });
  expect({ status: result.status, stdout: result.stdout === "" }).toEqual({ status, stdout: status === 2 });
  expect(result.stderr).toMatch(new RegExp(`^(error|warning)\\[${code}\\]: `));
  expect(result.stderr).not.toMatch(/^\s+at /m);
});
