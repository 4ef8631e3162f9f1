import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ctrc, scratchDirectory, startCtrc } from "../support/ctrc.ts";

const scratch = scratchDirectory();
const at = (name: string): string => join(scratch.path, name);

const RIGHT = "recipe tiny\n\ncheck runs {\n  host $ true\n}\n";
const WRONG = RIGHT.replace("host", "hsot");

interface Started {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
  kill(signal: NodeJS.Signals): boolean;
}

/** What a watching command prints, from one wait for changes to the next. */
class Watching {
  #printed = "";
  #wake = (): void => {};

  constructor({ stdout, stderr }: Started) {
    for (const stream of [stdout, stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.#printed += chunk;
        this.#wake();
      });
    }
  }

  /** Until it has printed both this and that it waits, in whichever order the two streams bring them. */
  async next(text: string): Promise<string> {
    while (!this.#printed.includes(text) || !this.#printed.includes("; Ctrl-C ends")) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const shown = this.#printed;
    this.#printed = "";
    return shown;
  }
}

const running: Started[] = [];

beforeEach(() => {
  writeFileSync(at("tiny.ctr"), RIGHT);
});

afterEach(() => {
  for (const process of running.splice(0)) process.kill("SIGKILL");
});

function start(...words: string[]) {
  const process = startCtrc(words, { cwd: scratch.path });
  running.push(process);
  return { process, watching: new Watching(process) };
}

it("checks again when the recipe is written, replaced, taken away and put back", async () => {
  const { process, watching } = start("check", "--watch", "tiny.ctr");
  await watching.next("tiny.ctr: no errors");
  writeFileSync(at("tiny.ctr"), WRONG);
  await watching.next("error[unknown-statement]");
  // As editors save that never leave half a file.
  writeFileSync(at(".tiny.swp"), RIGHT);
  renameSync(at(".tiny.swp"), at("tiny.ctr"));
  await watching.next("tiny.ctr: no errors");
  rmSync(at("tiny.ctr"));
  await watching.next("error[cannot-read]");
  writeFileSync(at("tiny.ctr"), RIGHT);
  await watching.next("tiny.ctr: no errors");
  process.kill("SIGINT");
  expect(await process).toMatchObject({ exitCode: 0 });
});

it("checks again when an import changes, or comes that was missing", async () => {
  writeFileSync(at("tiny.ctr"), RIGHT.replace("tiny\n", 'tiny\nimport "common/limits.ctr"\n'));
  const { process, watching } = start("check", "--watch", "tiny.ctr");
  expect(await watching.next("error[import-not-found]")).toContain("watching 2 files");
  mkdirSync(at("common"));
  writeFileSync(at("common/limits.ctr"), "cgroup small { pids.max 5 }\n");
  await watching.next("tiny.ctr: no errors");
  writeFileSync(at("common/limits.ctr"), "cgroup small { pids.mxa 5 }\n");
  await watching.next("common/limits.ctr:1:16");
  process.kill("SIGTERM");
  expect(await process).toMatchObject({ exitCode: 0 });
});

it("builds again, and leaves the script as it is while the recipe is wrong", async () => {
  const { process, watching } = start("build", "--watch", "tiny.ctr");
  await watching.next("wrote tiny.sh");
  const first = readFileSync(at("tiny.sh"), "utf8");
  writeFileSync(at("tiny.ctr"), WRONG);
  await watching.next("error[unknown-statement]");
  expect(readFileSync(at("tiny.sh"), "utf8")).toBe(first);
  writeFileSync(at("tiny.ctr"), RIGHT.replace("true", "false"));
  await watching.next("wrote tiny.sh");
  expect(readFileSync(at("tiny.sh"), "utf8")).not.toBe(first);
  process.kill("SIGINT");
  const { exitCode, stdout, stderr } = await process;
  expect(exitCode).toBe(0);
  expect(`${stdout}${stderr}`).not.toContain("\u001b");
});

it("refuses to watch standard input", async () => {
  const { status, stderr } = await ctrc(["check", "--watch", "-"], { cwd: scratch.path, input: RIGHT });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error\[cannot-watch\]/);
});
