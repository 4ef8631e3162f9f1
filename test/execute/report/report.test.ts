import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvObservations, csvReport } from "../../../src/execute/4-report/csv.ts";
import { jsonReport } from "../../../src/execute/4-report/json.ts";
import { markdownReport } from "../../../src/execute/4-report/markdown.ts";
import { excerpt, neutralise, neutraliseJson } from "../../../src/execute/4-report/neutralise.ts";
import { duration, quantity } from "../../../src/execute/4-report/quantity.ts";
import { runsText } from "../../../src/execute/4-report/shared-parts.ts";
import { TextReport } from "../../../src/execute/4-report/text.ts";
import { readRunDirectory } from "../../../src/execute/index.ts";
import type { Stopped } from "../../../src/types/event.ts";
import { metricName } from "../../../src/types/metric.ts";
import { CASE_NAMES, CASES, readCase } from "./read-case.ts";

describe("a run directory becomes a report", () => {
  for (const name of CASE_NAMES) {
    it(name.replaceAll("-", " "), async () => {
      const report = await readCase(name);
      const golden = (file: string): string => join(CASES, name, file);
      await expect(new TextReport(false).whole(report)).toMatchFileSnapshot(golden("report.txt"));
      await expect(markdownReport(report)).toMatchFileSnapshot(golden("report.md"));
      await expect(jsonReport(report)).toMatchFileSnapshot(golden("report.json"));
      await expect(csvReport(report)).toMatchFileSnapshot(golden("report.csv"));
      await expect(csvObservations(report)).toMatchFileSnapshot(golden("observations.csv"));
    });
  }

  it("with colours says the same", async () => {
    const report = await readCase("matrix-with-a-failure");
    const colored = new TextReport(true).whole(report);
    expect(colored).not.toBe(new TextReport(false).whole(report));
    expect(stripVTControlCharacters(colored)).toBe(new TextReport(false).whole(report));
  });
});

describe("a report in text", () => {
  it("draws how often which times came", async () => {
    const report = await readCase("matrix-with-a-failure");
    const lines = new TextReport(false, { histogram: true }).whole(report).split("\n");
    const drawn = lines.filter((line) => /^ {4}\d\S* … \d/.test(line));
    expect(drawn.length).toBeGreaterThan(3);
    const counted = drawn.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    expect(counted).toBe(12);
  });

  it("says why a measure that ran until it was sure ended", async () => {
    const { record } = await readCase("matrix-with-a-failure");
    const block = record.blocks.find(({ started }) => started.kind === "measure");
    if (block?.finished === undefined) throw new Error("there is no measure");
    const started = { ...block.started, until: { percent: 2, max: 6 } };
    const ended = (stopped: Stopped, undecidedWith: number[] = []): string =>
      runsText(record.started, {
        ...block,
        started,
        finished: { ...(block.finished as NonNullable<typeof block.finished>), stopped, undecidedWith },
      });
    expect(runsText(record.started, block)).toBe("6 runs");
    expect(ended("decided")).toBe("6 runs, then all was decided");
    expect(ended("budget", [2])).toBe("6 runs, the most that were allowed; undecided with vfs");
  });
});

describe("what is no run directory", () => {
  it.each([
    ["nothing at all", undefined, "not-a-run-directory"],
    ["an empty file", "", "run-without-beginning"],
    ["binary bytes", "\0\u0001\n\ufffd", "run-without-beginning"],
    ["another format", '{"event":"run-started","atNs":0,"format":2}\n', "run-without-beginning"],
    ["JSON of something else", '[1, 2]\n{"event":"constructor","atNs":1}\n', "run-without-beginning"],
  ])("%s", async (_, text, code) => {
    const directory = mkdtempSync(join(tmpdir(), "ctrc-test-"));
    try {
      if (text !== undefined) writeFileSync(join(directory, "events.jsonl"), text);
      const { report, problems } = await readRunDirectory(directory);
      expect(report).toBeUndefined();
      expect(problems.map((problem) => problem.code)).toEqual([code]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe("captured text", () => {
  const anyText = fc.string({ unit: "binary" });

  it("has nothing in it that a terminal would obey", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(neutralise(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(excerpt(text, 20).replaceAll(/\\(?:x..|u....|.)/gu, "x").length).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("is the same value in JSON", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = neutraliseJson(JSON.stringify({ text }, undefined, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe("quantities", () => {
  it.each([
    [0, "0 ns"],
    [999, "999 ns"],
    [1_500, "1.50 µs"],
    [12_345_678, "12.3 ms"],
    [1_234_567_890, "1.23 s"],
    [125e9, "2 min 5 s"],
    [7_384e9, "2 h 3 min"],
  ])("%d ns is %s", (durationNs, text) => {
    expect(duration(durationNs)).toBe(text);
  });

  it("of sizes are in powers of 1024", () => {
    expect(quantity("memoryPeakBytes", 1536)).toBe("1.50 KiB");
    expect(quantity("memoryPeakBytes", 2 ** 31)).toBe("2.00 GiB");
  });

  it("are named in words", () => {
    expect(["durationNs", "memoryPeakBytes", "pids", "Ns"].map(metricName)).toEqual([
      ...["time", "memory peak", "pids", " ns"],
    ]);
  });
});
