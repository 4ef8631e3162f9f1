import { join, resolve } from "node:path";
import { expect } from "vitest";
import { type Event, run } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { judgeAnswers, rightAnswers } from "../support/known-answers.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

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
