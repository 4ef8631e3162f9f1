import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { execute, type Run, readRunDirectory } from "../../src/execute/index.ts";
import type { Event } from "../../src/types/event.ts";

const SCRIPT = readFileSync(join(import.meta.dirname, "scripts/run.sh"), "utf8");

let directory: string;
let out: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ctrc-test-"));
  out = join(directory, "out");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

function start(way: string): Run {
  return execute(SCRIPT, { out, set: { way } });
}

async function eventsOf(run: Run): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of run) events.push(event);
  return events;
}

/** Reads events up to the first with this name. */
async function until(run: Run, name: Event["event"], block: string): Promise<void> {
  for await (const event of run) {
    if (event.event === name && "block" in event && event.block === block) return;
  }
  throw new Error(`the run ended without ${name} of ${block}`);
}

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("a run", () => {
  it("gives its events as they happen, and a report", async () => {
    const run = start("passes");
    const events = await eventsOf(run);
    const { exitStatus, report, problems } = await run.result;
    expect(events.map(({ event }) => event).slice(0, 4)).toEqual([
      "run-started",
      "block-started",
      "expectation",
      "block-finished",
    ]);
    expect(exitStatus).toBe(0);
    expect(problems).toEqual([]);
    expect(report?.record.outcome).toBe("passed");
    expect(report?.record.blocks.map(({ started, outcome, runs }) => [started.block, outcome, runs])).toEqual(
      [
        ["holds", "passed", 0],
        ["costs", "passed", 6],
      ],
    );
    expect(report?.estimates.map(({ count, median }) => [count, median])).toEqual([[6, 1_004_500]]);
    expect(report?.environment?.cgroupMode).toBe("v2");
  });

  it("is the same as what is read from its directory later", async () => {
    const run = start("passes");
    const { report } = await run.result;
    const { report: read, problems } = await readRunDirectory(out);
    expect(problems).toEqual([]);
    expect(read).toEqual(report);
  });

  it("gives a result also when nobody reads its events, or stops reading", async () => {
    const unread = start("passes");
    expect((await unread.result).exitStatus).toBe(0);
    rmSync(out, { recursive: true });
    const dropped = start("passes");
    for await (const _ of dropped) break;
    expect((await dropped.result).exitStatus).toBe(0);
  });

  it("leaves no temporary files", async () => {
    vi.stubEnv("TMPDIR", directory);
    await start("passes").result;
    expect(readdirSync(directory)).toEqual(["out"]);
  });

  it("turns lines that are no events into warnings", async () => {
    const run = start("garbage");
    const { exitStatus, report } = await run.result;
    expect(exitStatus).toBe(0);
    expect(report?.record.warnings).toEqual([
      "line 5 of the events is unreadable: it is not JSON",
      "line 6 of the events is unreadable: `atNs` of `warning` is missing or is not what it must be",
      "line 7 of the events is unreadable: it is not JSON",
    ]);
  });

  it("keeps only the end of what the script prints", async () => {
    const { exitStatus, stderr } = await start("loud").result;
    expect(exitStatus).toBe(0);
    expect(stderr.length).toBeLessThanOrEqual(64 * 1024);
    expect(stderr.startsWith("line ")).toBe(true);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^line 2999 /);
  });

  it("that never began has the script's exit status and what it said", async () => {
    const { exitStatus, report, problems, stderr } = await start("silent").result;
    expect(exitStatus).toBe(3);
    expect(report).toBeUndefined();
    expect(problems).toMatchObject([{ code: "host-lacks", message: "this says nothing" }]);
    expect(stderr).toBe("this says nothing\n");
  });

  it("whose script is killed says how to clean up", async () => {
    const { exitStatus, report, problems } = await start("dies").result;
    expect(exitStatus).toBe(4);
    expect(report?.record.outcome).toBe("unfinished");
    expect(problems.map(({ code }) => code)).toEqual(["script-killed"]);
    expect(problems[0]?.help).toContain(`bash ${out}/script.sh --cleanup c0123456789a`);
  });
});

describe("an interrupted run", () => {
  it("once: stops in an orderly way and keeps its results", async () => {
    const run = start("waits");
    await until(run, "block-started", "waits");
    run.interrupt();
    const { exitStatus, report, problems } = await run.result;
    expect(exitStatus).toBe(130);
    expect(problems).toEqual([]);
    expect(report?.record.outcome).toBe("interrupted");
    expect(report?.record.blocks.map(({ outcome }) => outcome)).toEqual(["passed", "interrupted"]);
  });

  it.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGQUIT", 131],
    ["SIGTERM", 143],
  ] as const)("says by its exit status that it was %s", async (signal, status) => {
    for (const way of ["waits", "stubborn"]) {
      rmSync(out, { recursive: true, force: true });
      const run = start(way);
      await until(run, "block-started", "waits");
      run.interrupt(signal);
      if (way === "stubborn") run.interrupt("SIGINT");
      expect((await run.result).exitStatus).toBe(status);
    }
  });

  it("by a signal of the caller: the same", async () => {
    const controller = new AbortController();
    const run = execute(SCRIPT, { out, set: { way: "waits" }, signal: controller.signal });
    await until(run, "block-started", "waits");
    controller.abort();
    expect((await run.result).exitStatus).toBe(130);
  });

  it("before it has begun: stops all the same", async () => {
    const run = start("waits");
    run.interrupt();
    expect((await run.result).exitStatus).toBe(130);
  });

  it("twice: is killed with its process group", async () => {
    const run = start("stubborn");
    await until(run, "block-started", "waits");
    while (!existsSync(join(out, "child"))) await new Promise((resolve) => setTimeout(resolve, 10));
    run.interrupt();
    run.interrupt();
    const { exitStatus, problems } = await run.result;
    expect(exitStatus).toBe(130);
    expect(problems.map(({ code }) => code)).toEqual(["script-killed"]);
    expect(problems[0]?.help).toContain("--cleanup c0123456789a");
    const child = Number(readFileSync(join(out, "child"), "utf8"));
    while (isAlive(child)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});
