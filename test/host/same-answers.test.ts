import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { run } from "../../src/index.ts";
import type { Sample } from "../../src/types/sample.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const ENGINES = ["native", "docker", "podman", "lxc"] as const;
const MEBIBYTE = 1024 * 1024;

/**
 * A grandchild that its parent has left uses so many seconds; the first process waits until its end of a pipe is closed.
 * Between two looks at the clock it counts, since to look is the kernel's time.
 */
const burn = (seconds: number): string =>
  `pipe(R, W); unless (fork) { unless (fork) { until ((times)[0] >= ${seconds}) { for (1..100000) {} } exit } exit } close W; wait; <R>`;

/** Holds a block of memory, until three of them do. */
const HOLD = `hold() { { head -c "$1" /dev/zero; echo > "/$1"; until [ -e /10485760 -a -e /20971520 -a -e /31457280 ]; do sleep 0.1; done; } | dd of=/dev/null bs="$1" iflag=fullblock; }; hold 10485760 & hold 20971520 & hold 31457280 & wait`;

const RECIPE = `recipe same-answers "What is known beforehand comes out on every engine"

require root

matrix { engine [${ENGINES.join(", ")}] }

image tools {
  program "/bin/busybox" links [sh, dd, head, sleep]
  program "/usr/bin/perl"
}

storage disk { driver overlay }

container box {
  engine  \${engine}
  image   tools
  storage disk
}

measure no-second {
  repeat 3
  probe cpu
  calibrate none
  run box $ perl -e '${burn(0)}'
}

measure one-second {
  repeat 3
  probe cpu
  calibrate none
  run box $ perl -e '${burn(1)}'
}

measure sixty-mebibytes-in-three {
  repeat 1
  probe memory
  calibrate none
  run box $ sh -c '${HOLD}'
}

measure nap {
  repeat 1
  run box $ sleep 0.2
}
`;

const scratch = scratchDirectory();

testOnHost(
  "every engine gives the same answers, and the right ones",
  { root: true, programs: ["busybox", "perl", "docker", "dockerd", "podman", "lxc-execute"] },
  async () => {
    const recipe = join(scratch.path, "same-answers.ctr");
    writeFileSync(recipe, RECIPE);
    const state = join(scratch.path, "state");
    const { exitStatus, stderr, report } = await run(recipe, {
      out: join(scratch.path, "out"),
      state,
      cache: join(scratch.path, "cache"),
    }).result;
    expect({ exitStatus, stderr }).toEqual({ exitStatus: 0, stderr: "" });
    expect(leftOf(report?.record.started.runId ?? "?", state)).toEqual([]);
    const samplesOf = (block: string, metric: string): Sample[] =>
      ENGINES.map((_, index) => {
        const isThat = (one: Sample) =>
          one.cell === index + 1 && one.block === block && one.metric === metric;
        const sample = report?.record.samples.find(isThat);
        if (sample === undefined) throw new Error(`${ENGINES[index]} tells no ${metric} of ${block}`);
        return sample;
      });
    // The least of few: what else happens on the machine only adds.
    const valuesOf = (block: string, metric: string): number[] =>
      samplesOf(block, metric).map(({ observations }) => Math.min(...observations));
    const table = (name: string, values: readonly number[], unit: string) =>
      `${name}: ${values.map((value, index) => `${ENGINES[index]} ${value.toFixed(3)} ${unit}`).join(", ")}`;

    // Exact; what starts the command, and perl itself, are part of it, and are taken off.
    const idle = valuesOf("no-second", "cpuUsageNs").map((value) => value / 1e9);
    const seconds = valuesOf("one-second", "cpuUsageNs").map(
      (value, index) => value / 1e9 - (idle[index] ?? 0),
    );
    const mebibytes = valuesOf("sixty-mebibytes-in-three", "memoryPeakBytes").map(
      (value) => value / MEBIBYTE,
    );
    const overheads = valuesOf("nap", "durationNs").map((value) => value / 1e6 - 200);
    console.info(
      [
        table("a second of processor time", seconds, "s"),
        table("on top of it, to start", idle, "s"),
        table("10 + 20 + 30 MiB", mebibytes, "MiB"),
        table("sleep 0.2, above 200 ms", overheads, "ms"),
      ].join("\n"),
    );
    for (const value of seconds) {
      expect(value).toBeGreaterThan(0.98);
      expect(value).toBeLessThan(1.02);
    }
    for (const value of mebibytes) {
      expect(value).toBeGreaterThanOrEqual(60);
      expect(value).toBeLessThanOrEqual(66);
    }
    for (const values of [seconds, mebibytes]) {
      expect(Math.max(...values) / Math.min(...values)).toBeLessThan(1.05);
    }
    // Nothing is taken off a time: what an engine needs to start and to stop is in it, and told.
    for (const value of overheads) expect(value).toBeGreaterThanOrEqual(0);
    for (const sample of samplesOf("nap", "durationNs")) expect(sample.sources).toEqual([expect.any(String)]);
  },
  300_000,
);

testOnHost(
  "a second of processor time is one also outside a container",
  { root: true, programs: ["perl"] },
  async () => {
    const recipe = join(scratch.path, "burn.ctr");
    const measure = (name: string, seconds: number) =>
      `measure ${name} {\n  repeat 3\n  probe cpu\n  host $ perl -e '${burn(seconds)}'\n}\n`;
    writeFileSync(recipe, `recipe burn\n\nrequire root\n\n${measure("idle", 0)}\n${measure("busy", 1)}`);
    const { exitStatus, report } = await run(recipe, {
      out: join(scratch.path, "out"),
      state: join(scratch.path, "state"),
    }).result;
    expect(exitStatus).toBe(0);
    const [idle = 0, busy = 0] = ["idle", "busy"].map((block) => {
      const isThat = (one: Sample) => one.block === block && one.metric === "cpuUsageNs";
      return Math.min(...(report?.record.samples.find(isThat)?.observations ?? [])) / 1e9;
    });
    expect(busy - idle).toBeGreaterThan(0.98);
    expect(busy - idle).toBeLessThan(1.02);
  },
);
