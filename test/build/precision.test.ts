import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { normalRandom, uniformRandom } from "../../src/execute/3-estimate/random.ts";
import { scriptOf } from "./scripts.ts";

const scratch = mkdtempSync(join(tmpdir(), "ctrc-precision-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const functions = join(scratch, "functions.sh");

// A script that a recipe with `until` gives, without what begins the run.
beforeAll(async () => {
  const script = await scriptOf("turns");
  writeFileSync(functions, `${script.slice(0, script.lastIndexOf("\n{\n  main"))}\n`);
});

/** Runs lines of bash with the functions of an emitted script; gives what they print. */
async function bash(lines: string, input = ""): Promise<string[]> {
  const begin = 'source "$1"\nset -euo pipefail\nexport LC_ALL=C\n';
  const { stdout } = await execa("bash", ["-c", begin + lines, "bash", functions], { input });
  return stdout.split("\n");
}

interface Session {
  /** Of each cell, what is looked at, run by run; `-` where a run does not count. */
  readonly cells: readonly (readonly (number | string)[])[];
  readonly percent: number;
  readonly of?: string;
  readonly order?: "sequential" | "random";
}

interface End {
  readonly runs: number;
  readonly why: string;
  /** By cell, those that it cannot be told from. */
  readonly undecided: readonly string[];
}

/** After how many of their runs the measures of some sessions end, and why. */
async function endsOf(sessions: readonly Session[]): Promise<End[]> {
  const input = sessions.flatMap(({ cells, percent, of = "", order = "random" }) => [
    [cells.length, Math.min(...cells.map((cell) => cell.length)), percent * 1000, order, of].join(" "),
    ...cells.map((cell) => cell.join(" ")),
  ]);
  const lines = await bash(
    `while read -r cells M_MAX M_UNTIL M_ORDER M_OF; do
  TURNS=() LOOK_AT=0 UNTIL_SHIFT='' TIMES=() UNTIL_VALUES=() UNDECIDED=()
  for ((cell = 1; cell <= cells; cell++)); do
    read -r -a "values_$cell"
    TURNS+=("$cell") TIMES[cell]='' UNTIL_VALUES[cell]='' UNDECIDED[cell]=''
  done
  for ((n = 1; ; n++)); do
    for cell in "\${TURNS[@]}"; do
      value="values_$cell[n - 1]"
      if [[ -n $M_OF ]]; then UNTIL_VALUES[cell]+="\${!value} "; else TIMES[cell]+="\${!value} "; fi
    done
    ! until_enough "$n" || break
  done
  printf '%s %s' "$n" "$WHY"
  printf ' [%s]' "\${UNDECIDED[@]}"
  echo
done`,
    `${input.join("\n")}\n`,
  );
  return lines.map((line) => {
    const [runs = "", why = "", ...undecided] = line.split(" ");
    return { runs: Number(runs), why, undecided: undecided.map((cells) => cells.slice(1, -1)) };
  });
}

const RUNS = 120;

/** Times in nanoseconds of about 20 ms: cells that take turns on a machine whose speed drifts. */
function inTurns(seed: number, slower: readonly number[], noise: number, drift: number): number[][] {
  const normal = normalRandom(uniformRandom(seed));
  const cells = slower.map((): number[] => []);
  let speed = 0;
  for (let round = 0; round < RUNS; round += 1) {
    for (const [index, factor] of slower.entries()) {
      speed += drift * normal();
      cells[index]?.push(Math.round(20e6 * factor * Math.exp(speed + noise * normal())));
    }
  }
  return cells;
}

const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** The probability that fewer than `rank` of n values are below the median. */
function tail(n: number, rank: number): number {
  let term = 0.5 ** n;
  let sum = 0;
  for (let k = 0; k < rank; k += 1) {
    sum += term;
    term = (term * (n - k)) / (k + 1);
  }
  return sum;
}

describe("an interval of order statistics", () => {
  test("misses the median as seldom as it says, and is not wider than it must be", async () => {
    const sizes = Array.from({ length: 300 }, (_, index) => index + 1);
    for (const [once, probability] of [
      [20, 0.05],
      [100, 0.01],
    ] as const) {
      const ranks = await bash(`for n in ${sizes.join(" ")}; do interval_rank ${once} $n; echo $REPLY; done`);
      for (const [index, n] of sizes.entries()) {
        const rank = Number(ranks[index]);
        // Above 55 values it is approximated, to a tenth of the probability.
        const inexact = n > 55 ? 0.1 : 0;
        expect(2 * tail(n, rank), `${n}`).toBeLessThanOrEqual(probability * (1 + inexact));
        expect(2 * tail(n, rank + 1), `${n}`).toBeGreaterThan(probability * (1 - inexact));
      }
    }
  });
});

describe("one cell runs", () => {
  test("until the interval of its median is narrow enough, at 2 % noise for a while", async () => {
    const sessions = seeds(20).map((seed) => ({ cells: inTurns(seed, [1], 0.02, 0), percent: 2 }));
    const ends = await endsOf(sessions);
    for (const { why } of ends) expect(why).toBe("narrow");
    const right = ends.filter(({ runs }, index) => {
      const values = [...(sessions[index]?.cells[0] ?? [])].slice(0, runs).sort((one, other) => one - other);
      return Math.abs((values[Math.floor(runs / 2)] ?? 0) / 20e6 - 1) < 0.01;
    });
    expect(right.length).toBeGreaterThanOrEqual(18);
  });

  test("as often as it may, where it is not", async () => {
    const [end] = await endsOf([{ cells: inTurns(1, [1], 0.5, 0), percent: 1 }]);
    expect(end).toEqual({ runs: RUNS, why: "budget", undecided: [""] });
  });

  test("in its turn also where others come after it", async () => {
    const [alone] = await endsOf([{ cells: inTurns(5, [1], 0.02, 0), percent: 2 }]);
    const [first] = await endsOf([
      { cells: inTurns(5, [1], 0.02, 0), percent: 2, order: "sequential" as const },
    ]);
    expect(first).toEqual(alone);
  });

  test("and runs that do not count have no part in it", async () => {
    const values = inTurns(3, [1], 0.001, 0)[0] ?? [];
    const [all, some, none] = await endsOf([
      { cells: [values], percent: 2 },
      { cells: [values.flatMap((value) => ["-", value])], percent: 2 },
      { cells: [values.slice(0, 30).map(() => "-")], percent: 2 },
    ]);
    expect(all).toMatchObject({ runs: 6, why: "narrow" });
    // A look comes a tenth of the runs later than the one before.
    expect(some).toMatchObject({ runs: 12, why: "narrow" });
    expect(none).toMatchObject({ runs: 30, why: "budget" });
  });
});

describe("cells that take turns run", () => {
  test("until they are told apart, or equal, also on a machine that drifts", async () => {
    for (const slower of [1, 1.1]) {
      const ends = await endsOf(
        seeds(15).map((seed) => ({ cells: inTurns(seed, [1, slower], 0.02, 0.005), percent: 3 })),
      );
      for (const end of ends) expect(end).toMatchObject({ why: "decided", undecided: ["", ""] });
    }
  });

  test("and are seldom told apart when there is no difference", async () => {
    // So small a margin that nothing is equal within it.
    const ends = await endsOf(
      seeds(20).map((seed) => ({
        cells: inTurns(seed, [1, 1], 0.02, 0.005).map((cell) => cell.slice(0, 40)),
        percent: 0.01,
      })),
    );
    expect(ends.filter(({ why }) => why === "decided").length).toBeLessThanOrEqual(2);
  });

  test("as often as they may where that does not decide, and it is said of whom", async () => {
    const [end] = await endsOf([
      // The last differs decidedly from the others, which differ by a fraction of the noise.
      { cells: inTurns(1, [1, 1.002, 1.5], 0.05, 0), percent: 0.1 },
    ]);
    expect(end).toEqual({ runs: RUNS, why: "budget", undecided: ["2", "1", ""] });
  });
});

describe("a measure that says of what", () => {
  test.each([
    ["decimals", (value: number) => (value / 20e6).toFixed(7)],
    ["small ones with an exponent", (value: number) => (value / 20e9).toExponential(9)],
    ["large ones", (value: number) => (value * 1e9).toExponential(9)],
    ["negative ones", (value: number) => (-value / 1e6).toFixed(6)],
  ])("ends where whole numbers do: %s", async (_, written) => {
    const sessions = [inTurns(7, [1], 0.02, 0), inTurns(8, [1, 1.1], 0.02, 0), inTurns(9, [1, 1], 0.02, 0)];
    const whole = sessions.map((cells) => ({ cells, percent: 3 }));
    const others = sessions.map((cells) => ({
      cells: cells.map((cell) => cell.map(written)),
      percent: 3,
      of: "number",
    }));
    expect(await endsOf(others)).toEqual(await endsOf(whole));
  });

  test("takes it from what an action tells", async () => {
    const looks = (of: string, ...values: string[]) =>
      bash(`M_OF=${of} UNTIL_VALUE=''
for VALUES in ${values.map((value) => `'${value}'`).join(" ")}; do until_look; done
echo "$UNTIL_VALUE"`);
    const told = (metric: string, value: number | null) =>
      `"durationNs":{"value":5},"${metric}":{"value":${value},"x":7}`;
    expect(
      await looks("cpuUsageNs", told("cpuUsageNs", 20), told("other", 9), told("cpuUsageNs", 22)),
    ).toEqual(["42"]);
    expect(await looks("memoryPeakBytes", told("memoryPeakBytes", 20), told("memoryPeakBytes", 9))).toEqual([
      "20",
    ]);
    expect(await looks("number", told("number", 1.5), told("number", 2.5))).toEqual(["2.5"]);
    expect(await looks("cpuUsageNs", told("cpuUsageNs", null), told("cpuUsageNs", 22))).toEqual(["null"]);
    expect(await looks("cpuUsageNs", told("other", 1))).toEqual([""]);
  });
});
