import { describe, expect, it, vi } from "vitest";
import { LiveLine } from "../../src/cli/live-line.ts";
import { hasColor } from "../../src/cli/output.ts";
import { Progress } from "../../src/cli/progress.ts";
import type { BlockStarted, Event } from "../../src/types/event.ts";

const STARTED: Event = {
  event: "run-started",
  atNs: 0,
  format: 1,
  runId: "c0123456789a",
  recipe: "cow",
  title: "",
  recipeDigest: "",
  out: "/srv/cow",
  startedAt: "",
  cells: [
    { cell: 1, values: { driver: "overlay" } },
    { cell: 2, values: { driver: "vfs" } },
  ],
  blocks: [
    { kind: "check", block: "works" },
    { kind: "measure", block: "one-shot" },
  ],
};

function blockStarted(parts: Partial<BlockStarted>): Event {
  return {
    ...{ event: "block-started", atNs: 0, cell: 1, block: "one-shot", kind: "measure", line: 1 },
    ...{ repeat: null, warmup: 0, forNs: null },
    ...parts,
  };
}

function observation(
  iteration: number,
  durationNs: number,
  parts: { warmup?: boolean; action?: number } = {},
): Event {
  return {
    ...{
      event: "observation",
      atNs: 0,
      cell: 1,
      block: "one-shot",
      iteration,
      keyword: "run",
      line: 2,
      status: 0,
    },
    ...{ warmup: false, action: 1, ...parts },
    values: { durationNs: { value: durationNs, source: "clock" } },
  };
}

function progressOf(asked: ConstructorParameters<typeof Progress>[0] = {}) {
  const clock = { ms: 0 };
  const progress = new Progress(asked, () => clock.ms);
  const add = (...events: Event[]): void => {
    for (const event of events) progress.add(event);
  };
  return { clock, progress, add };
}

describe("progress", () => {
  it("says that the run begins, and that it is between two blocks", () => {
    const { progress, add } = progressOf();
    expect(progress.line()).toBe("starting");
    add(STARTED);
    expect(progress.line()).toBe("setting up or taking down");
  });

  it("of a check is the time that it has taken", () => {
    const { progress, clock, add } = progressOf();
    add(STARTED, blockStarted({ kind: "check", block: "works" }));
    clock.ms = 2400;
    expect(progress.line()).toBe("[1/4] check works: 3 s, driver overlay");
  });

  it("of a measure is its run, the median so far and the time left", () => {
    const { progress, clock, add } = progressOf();
    add(STARTED, blockStarted({ repeat: 10, warmup: 1 }), observation(1, 90e6, { warmup: true }));
    expect(progress.line()).toBe("[1/4] measure one-shot: warm-up, 0 s, driver overlay");
    add(observation(2, 30e6), observation(3, 10e6), observation(4, 20e6), observation(5, 1e6));
    clock.ms = 5000;
    // Five of eleven runs in 5 s; the fifth is perhaps not complete and does not count.
    expect(progress.line()).toBe(
      "[1/4] measure one-shot: run 4 of 10, median 20.0 ms, about 6 s left, driver overlay",
    );
  });

  it("adds up the actions of a run", () => {
    const { progress, add } = progressOf();
    add(STARTED, blockStarted({ repeat: 3 }));
    add(observation(1, 10e6), observation(1, 5e6, { action: 2 }), observation(2, 1e6));
    expect(progress.line()).toContain("run 2 of 3, median 15.0 ms");
  });

  it("of a measure for a time is what is left of it", () => {
    const { progress, clock, add } = progressOf();
    add(STARTED, blockStarted({ forNs: 30e9 }), observation(1, 10e6));
    clock.ms = 20_000;
    expect(progress.line()).toContain("run 1, about 10 s left");
  });

  it("counts only what was asked for, and no cell that is skipped", () => {
    const { progress, add } = progressOf({ blocks: 1 });
    add(
      STARTED,
      { event: "cell-skipped", atNs: 0, cell: 1, reason: "" },
      blockStarted({ cell: 2, kind: "check" }),
    );
    expect(progress.line()).toMatch(/^\[1\/1\] .*, driver vfs$/);
  });
});

describe("the live line", () => {
  it("is drawn in place, cut to the terminal's width, and leaves nothing", () => {
    vi.useFakeTimers();
    try {
      const written: string[] = [];
      const stream = { columns: 12, write: (text: string) => written.push(text) };
      const line = new LiveLine(
        stream as unknown as NodeJS.WriteStream,
        () => "a\u001b[31m line that is long",
      );
      line.start();
      vi.advanceTimersByTime(250);
      line.stop();
      vi.advanceTimersByTime(250);
      expect(written).toEqual(["\ra\\e[31m lin…\u001b[K", "\ra\\e[31m lin…\u001b[K", "\r\u001b[K"]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("colours", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  ])("%j on a terminal (%s): %s", (environment, isTTY, expected) => {
    expect(hasColor({ isTTY }, environment)).toBe(expected);
  });
});
