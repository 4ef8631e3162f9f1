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

function finished(
  iteration: number,
  durationNs: number,
  parts: { warmup?: boolean; cell?: number } = {},
): Event {
  return {
    ...{ event: "iteration-finished", atNs: 0, cell: 1, block: "one-shot", iteration, durationNs },
    ...{ warmup: false, elapsedNs: 0, noise: {}, excluded: null, ...parts },
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
    add(STARTED, blockStarted({ repeat: 10, warmup: 1 }));
    expect(progress.line()).toBe("[1/4] measure one-shot: warm-up, 0 s, driver overlay");
    add(finished(1, 90e6, { warmup: true }), finished(2, 30e6), finished(3, 10e6), finished(4, 20e6));
    clock.ms = 4000;
    // Four of eleven runs in 4 s.
    expect(progress.line()).toBe(
      "[1/4] measure one-shot: run 4 of 10, median 20.0 ms, about 7 s left, driver overlay",
    );
  });

  it("of cells that take turns is the one whose turn it is, and the time that all need", () => {
    const { progress, clock, add } = progressOf();
    add(STARTED, blockStarted({ repeat: 4 }), blockStarted({ repeat: 4, cell: 2 }));
    add(finished(1, 10e6), finished(1, 20e6, { cell: 2 }));
    clock.ms = 2000;
    expect(progress.line()).toBe(
      "[1/4] measure one-shot: run 2 of 4, median 20.0 ms, about 6 s left, driver vfs",
    );
  });

  it("of a measure for a time is what is left of it", () => {
    const { progress, clock, add } = progressOf();
    add(STARTED, blockStarted({ forNs: 30e9 }), finished(1, 10e6));
    clock.ms = 20_000;
    expect(progress.line()).toContain("run 2, median 10.0 ms, about 10 s left");
  });

  it("of a measure that runs until it is precise enough says how often at most", () => {
    const { progress, add } = progressOf();
    add(STARTED, blockStarted({ until: { percent: 2, max: 200 } }));
    expect(progress.line()).toContain("run 1 of at most 200");
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
