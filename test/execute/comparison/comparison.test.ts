import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readGate } from "../../../src/cli/gate-option.ts";
import { comparisonJson } from "../../../src/execute/4-report/comparison/json.ts";
import { comparisonMarkdown } from "../../../src/execute/4-report/comparison/markdown.ts";
import { comparisonText } from "../../../src/execute/4-report/comparison/text.ts";
import { hyperfineExport } from "../../../src/execute/4-report/exports/hyperfine.ts";
import { pyperfExport } from "../../../src/execute/4-report/exports/pyperf.ts";
import { compare } from "../../../src/execute/index.ts";
import type { RunComparison } from "../../../src/types/run-comparison.ts";
import { CASES, readCase } from "../report/read-case.ts";

const RUN = join(CASES, "matrix-with-a-failure");

let directory: string;
const file = (name: string): string => join(directory, name);
const hyperfineFile = (...results: readonly [command: string, times: readonly number[]][]): string =>
  JSON.stringify({ results: results.map(([command, times]) => ({ command, times })) });
const seconds = (first: number): number[] =>
  Array.from({ length: 12 }, (_, at) => first * (1 + 0.001 * (at % 5)));

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "ctrc-test-"));
  const report = await readCase("matrix-with-a-failure");
  writeFileSync(file("exported-hyperfine.json"), hyperfineExport(report));
  writeFileSync(file("exported-pyperf.json"), pyperfExport(report));
  writeFileSync(file("before.json"), hyperfineFile(["sort", seconds(1)], ["uniq", seconds(2)]));
  writeFileSync(file("after.json"), hyperfineFile(["sort", seconds(1.1)], ["join", seconds(2)]));
  writeFileSync(file("old.json"), hyperfineFile(["old", seconds(1)]));
  writeFileSync(file("new.json"), hyperfineFile(["new", seconds(0.8)]));
  writeFileSync(file("few.json"), hyperfineFile(["old", [3, 3, 3]]));
  writeFileSync(file("other.json"), '{"results": []}');
});
afterAll(() => rmSync(directory, { recursive: true }));

async function compared(paths: readonly string[], ...conditions: readonly string[]): Promise<RunComparison> {
  const { comparison, problems } = await compare(paths.map(file), { gates: conditions.map(readGate) });
  expect(problems).toEqual([]);
  if (comparison === undefined) throw new Error("nothing was compared");
  return comparison;
}

const outcomes = ({ gates }: RunComparison): string[] =>
  gates.flatMap(({ judged }) => judged.map(({ outcome }) => outcome));

describe("runs are compared", () => {
  it("by the names of what they measured", async () => {
    const { pairs, unmatched } = await compared(["before.json", "after.json"]);
    expect(pairs).toMatchObject([
      {
        subject: "sort",
        comparison: { verdict: "more", ratio: expect.closeTo(1.1, 2), design: "independent" },
      },
    ]);
    expect(unmatched.map(({ subject }) => subject)).toEqual(["uniq", "join"]);
  });

  it("as they are, where each measured one thing", async () => {
    const { pairs } = await compared(["old.json", "new.json"]);
    expect(pairs).toMatchObject([{ subject: "old", comparison: { verdict: "less" } }]);
  });

  it("against the first, several at once", async () => {
    const { pairs } = await compared(["old.json", "new.json", "old.json"]);
    expect(pairs.map(({ comparison }) => comparison.verdict)).toEqual(["less", "equal"]);
    expect(pairs[0]?.comparison.adjustedPValue).toBeCloseTo(2 * (pairs[0]?.comparison.pValue ?? 0), 12);
  });

  it("of ctrc, hyperfine and pyperf", async () => {
    const { comparison } = await compare([RUN, RUN]);
    expect(
      comparison?.pairs.map(({ subject, comparison: { baseline } }) => `${subject}: ${baseline.metric}`),
    ).toEqual([
      "one-shot, driver overlay: memoryPeakBytes",
      "one-shot, driver vfs: memoryPeakBytes",
      "one-shot, driver overlay: durationNs",
      "one-shot, driver vfs: durationNs",
    ]);
    expect(comparison?.differences).toEqual([]);
    const hyperfine = await compared(["exported-hyperfine.json", "exported-hyperfine.json"]);
    expect(hyperfine.pairs.map(({ subject }) => subject)).toContain("one-shot overlay");
    const pyperf = await compared(["exported-pyperf.json", "exported-pyperf.json"]);
    expect(pyperf.pairs.length).toBe(4);
  });

  it("and the reports say it", async () => {
    const comparison = await compared(
      ["before.json", "after.json"],
      "median time of sort > +5%",
      "median time > 20%",
    );
    const golden = (name: string): string => join(import.meta.dirname, "cases", name);
    const named = (text: string): string => text.replaceAll(directory, "/srv");
    await expect(named(comparisonText(comparison, { color: false, all: false }))).toMatchFileSnapshot(
      golden("sort.txt"),
    );
    await expect(named(comparisonMarkdown(comparison, true))).toMatchFileSnapshot(golden("sort.md"));
    await expect(named(comparisonJson(comparison))).toMatchFileSnapshot(golden("sort.json"));
  });
});

describe("a condition", () => {
  it.each([
    ["median time of sort > +5%", "beyond"],
    ["median time > 5 %", "beyond"],
    ["median durationNs of sort>20%", "within"],
    ["median time of sort > 10%", "undecided"],
    ["median time of sort < -5%", "within"],
  ])("%s: %s", async (condition, outcome) => {
    expect(outcomes(await compared(["before.json", "after.json"], condition))).toEqual([outcome]);
  });

  it("of few runs is undecided", async () => {
    expect(outcomes(await compared(["old.json", "few.json"], "median time > 5%"))).toEqual(["undecided"]);
  });

  it.each(["", "time > 5%", "median time", "median time > 5", "median time > x%", "median time < -100%"])(
    "is not `%s`",
    (condition) => {
      expect(() => readGate(condition)).toThrow(/is no condition/);
    },
  );
});

it.each(["other.json", "missing.json", "."])("%s holds nothing to compare", async (name) => {
  const { comparison, problems } = await compare([file("old.json"), file(name)]);
  expect(comparison).toBeUndefined();
  expect(problems.map(({ code }) => code)).toEqual([
    name === "other.json" ? "nothing-measured" : "not-a-run-directory",
  ]);
});
