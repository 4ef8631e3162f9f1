import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { type Event, run } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { judgeAnswers, rightAnswers } from "../support/known-answers.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";
import { runRecipe } from "../support/run-recipe.ts";

const NEEDS = { root: true, programs: ["busybox", "mkfs.btrfs"] };
const recipe = resolve(import.meta.dirname, "../vm/cases/known-answers.ctr");

const scratch = scratchDirectory();

testOnHost(
  "the probes tell what must come out",
  NEEDS,
  async () => {
    const state = join(scratch.path, "state");
    const options = { out: join(scratch.path, "out"), state, cache: join(scratch.path, "cache") };
    const running = run(recipe, options);
    const events: Event[] = [];
    for await (const event of running) events.push(event);
    const { exitStatus, stderr, report } = await running.result;
    expect({ exitStatus, stderr }).toEqual({ exitStatus: 0, stderr: "" });
    // Thin pools are for the test in a virtual machine, as few hosts of tests have device-mapper.
    const thin = events.some((event) => event.event === "cell-skipped") ? [] : ["lvm-loop"];
    expect(judgeAnswers(events)).toEqual(rightAnswers(["vfs", "overlay", "btrfs", ...thin]));
    expect(leftOf(report?.record.started.runId ?? "?", state)).toEqual([]);
  },
  120_000,
);

testOnHost(
  "what a container waits because of its group's cpu.max is told of that run alone",
  NEEDS,
  async () => {
    const loop = 'sh -c "i=0; while [ \\$((i += 1)) -lt 60000 ]; do :; done"';
    const recipe = `recipe waiting
cgroup slow { cpu.max 20% }
container limited {
  root   host
  cgroup slow
}
container unlimited { root host }
measure waits {
  repeat 3
  probe cpu
  run limited $ ${loop}
  run unlimited $ ${loop}
}
`;
    const { exitStatus, out } = await runRecipe(scratch.path, recipe);
    expect(exitStatus).toBe(0);
    const samples = readFileSync(join(out, "samples.jsonl"), "utf8").trim().split("\n");
    const of = (action: number) =>
      samples.map((line) => JSON.parse(line)).filter((sample) => sample.action === action);
    expect(of(1)).toHaveLength(3);
    for (const { values } of of(1)) {
      // Four times as long as it runs, but for the last period, which is cut short.
      expect(values.cpuThrottledNs.value).toBeGreaterThan(values.cpuUsageNs.value);
      expect(values.cpuThrottledNs.value).toBeLessThan(values.durationNs.value);
    }
    expect(of(2).map(({ values }) => values.cpuThrottledNs.value)).toEqual([0, 0, 0]);
  },
  60_000,
);
