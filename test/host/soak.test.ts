import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { build } from "../../src/compile/index.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

/** `npm run test:soak` takes its time; the other tests take a short one. */
const isLong = process.env.CTRC_SOAK === "long";
const IN_A_ROW = isLong ? 1000 : 100;
const AT_ONCE = isLong ? 200 : 20;

const MEBIBYTE = 1024 * 1024;

const recipe = `recipe soak "Many containers"
cgroup some { pids.max 64 }
container box {
  root   host
  cgroup some
}
measure row {
  repeat ${IN_A_ROW}
  run box $ true
}
check crowd {
  for i in 1..${AT_ONCE} {
    start box as "one-\${i}" $ sleep 1000
  }
  expect "one-${AT_ONCE}" in some
}
`;

interface Use {
  readonly cgroups: number;
  readonly mounts: number;
  readonly descriptors: number;
  readonly residentBytes: number;
}

describe("many containers", () => {
  let scratch = "";
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), "ctrc-soak-"));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  testOnHost(
    `leave no more than few do: ${IN_A_ROW} in a row, ${AT_ONCE} at once`,
    { root: true, programs: ["unshare", "setpriv"] },
    async () => {
      const { script } = await build("soak.ctr", async () => recipe);
      const file = join(scratch, "soak.sh");
      writeFileSync(file, script ?? "");
      const state = join(scratch, "state");
      const run = spawn("bash", [file, "--out", join(scratch, "out"), "--state", state], {
        stdio: ["ignore", "ignore", "inherit", "pipe"],
        env: { ...process.env, CTRC_EVENTS_FD: "3" },
      });
      const ended = once(run, "exit");
      let runId = "";
      const uses: Use[] = [];
      const durationsNs: number[] = [];
      let crowd = 0;
      for await (const line of createInterface({ input: run.stdio[3] as NodeJS.ReadableStream })) {
        const event = JSON.parse(line);
        if (event.event === "run-started") runId = event.runId;
        if (event.event === "action-finished" && event.block === "crowd") crowd += 1;
        if (event.event !== "observation") continue;
        durationsNs.push(event.values.durationNs.value);
        if (durationsNs.length % (IN_A_ROW / 10) === 0) uses.push(useOf(run.pid ?? 0, runId));
      }
      expect(await ended).toEqual([0, null]);
      expect(durationsNs).toHaveLength(IN_A_ROW);
      expect(crowd).toBe(AT_ONCE);
      expect(leftOf(runId, state)).toEqual([]);

      const [first, last] = [uses[1], uses.at(-1)];
      if (first === undefined || last === undefined) throw new Error("nothing was looked at");
      expect(last.mounts).toBe(first.mounts);
      // Some are open for a moment only.
      expect(last.descriptors).toBeLessThanOrEqual(first.descriptors + 4);
      // They are made and removed many at a time.
      expect(Math.max(...uses.map(({ cgroups }) => cgroups))).toBeLessThan(600);
      // What it knows of each run.
      expect(last.residentBytes - first.residentBytes).toBeLessThan((IN_A_ROW / 250) * MEBIBYTE + MEBIBYTE);
      const tenth = IN_A_ROW / 10;
      const ms = (from: number, to: number) => (median(durationsNs.slice(from, to)) / 1e6).toFixed(1);
      console.log(
        `median of the first ${tenth}: ${ms(0, tenth)} ms, of the last: ${ms(IN_A_ROW - tenth, IN_A_ROW)} ms; ` +
          `the script grew by ${((last.residentBytes - first.residentBytes) / 1024).toFixed(0)} KiB`,
      );
    },
    900_000,
  );
});

function useOf(pid: number, runId: string): Use {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return {
    cgroups: cgroupsOf("/sys/fs/cgroup", `ctrc-${runId}`, false),
    mounts: readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n").length,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    residentBytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024,
  };
}

function cgroupsOf(directory: string, name: string, isBelow: boolean): number {
  let entries: { name: string; isDirectory(): boolean }[] = [];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    // Others' cgroups come and go meanwhile.
  }
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const counts = isBelow || entry.name === name;
      return (counts ? 1 : 0) + cgroupsOf(join(directory, entry.name), name, counts);
    })
    .reduce((sum, count) => sum + count, 0);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
