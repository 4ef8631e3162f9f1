import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, inject, test } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";

const scratch = scratchDirectory();

const WHOLE = join(import.meta.dirname, "../execute/report/cases/matrix-with-a-failure");

/** Files that are never read to their end, or not by a program of limited memory. */
const ENDLESS: Readonly<Record<string, (file: string) => void>> = {
  "a device without an end": (file) => symlinkSync("/dev/zero", file),
  "a pipe that nobody writes to": (file) => execFileSync("mkfifo", [file]),
  "a file of 2 TB": (file) => {
    writeFileSync(file, "");
    truncateSync(file, 2e12);
  },
};

interface Reader {
  /** The words of the command, which is given `file`, or a run directory in which `inside` is that file. */
  readonly words: readonly string[];
  readonly inside?: string;
  /** The codes of what it says; unsaid, it does as well without the file. */
  readonly code?: string;
  readonly status?: number;
}

const READERS: readonly Reader[] = [
  { words: ["check", "file"], code: "cannot-read" },
  { words: ["fmt", "file"], code: "cannot-read" },
  { words: ["run", "file"], code: "cannot-read" },
  { words: ["verify", "file"], code: "cannot-read" },
  { words: ["build", "whole.ctr"], inside: "../whole.sh", code: "would-overwrite" },
  { words: ["compare", WHOLE, "file"], code: "not-a-run-directory" },
  { words: ["compare", WHOLE, "run"], inside: "environment.json", code: "unreadable-environment", status: 0 },
  { words: ["report", "run"], inside: "environment.json", code: "unreadable-environment", status: 1 },
  { words: ["report", "--format", "html", "run"], inside: "script.sh", status: 1 },
  { words: ["run", "--resume", "run"], inside: "script.sh", code: "not-a-run-directory" },
  { words: ["clean", "--state", "state"], inside: "../state/runs/cabcdefabcde.owner", status: 0 },
  { words: ["clean", "--state", "state"], inside: "../state/runs/cabcdefabcde/journal", status: 0 },
];

/** Runs ctrc with so little memory that it cannot hold what it should not. */
async function limited(words: readonly string[], file?: string) {
  const { exitCode, stdout, stderr, timedOut } = await execa(
    process.execPath,
    ["--max-old-space-size=256", inject("cli"), ...words],
    {
      cwd: scratch.path,
      reject: false,
      timeout: 20_000,
      ...(file === undefined ? { stdin: "ignore" } : { inputFile: file }),
      env: { NO_COLOR: undefined, FORCE_COLOR: undefined },
    },
  );
  return { status: exitCode, stdout, stderr, timedOut };
}

describe.each(Object.entries(ENDLESS))("%s", (_, make) => {
  test.each(READERS)("$words, $inside", async ({ words, inside, code, status = 2 }) => {
    cpSync(WHOLE, join(scratch.path, "run"), { recursive: true });
    mkdirSync(join(scratch.path, "state/runs/cabcdefabcde"), { recursive: true });
    writeFileSync(join(scratch.path, "whole.ctr"), "recipe whole\ncheck c { host $ true }\n");
    const file = join(scratch.path, inside === undefined ? "file" : `run/${inside}`);
    rmSync(file, { force: true });
    make(file);
    const result = await limited(words);
    expect({ status: result.status, timedOut: result.timedOut }, result.stderr).toEqual({
      status,
      timedOut: false,
    });
    if (code !== undefined) expect(result.stderr).toMatch(new RegExp(`^(error|warning)\\[${code}\\]: `));
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

test.each(["check", "fmt"])("%s - of an endless standard input", async (command) => {
  const { status, stderr, timedOut } = await limited([command, "-"], "/dev/zero");
  expect({ status, timedOut }).toEqual({ status: 2, timedOut: false });
  expect(stderr).toBe("error[cannot-read]: `-`: it has more than 16 MiB");
});
