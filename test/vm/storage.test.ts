import { beforeAll, describe, expect } from "vitest";
import { judgeAnswers, rightAnswers } from "../support/known-answers.ts";
import { lacking, testOnHost } from "../support/needs.ts";
import { expectSuccess } from "./expect-success.ts";
import {
  NEEDS,
  type OutcomeInMachine,
  type RunInMachine,
  runInMachine,
  START_TIMEOUT_MS,
} from "./machine.ts";
import { storageRuns } from "./runs.ts";

/** Volume groups and loop devices that the kernel keeps are what is hardest to take down. */
const killed: RunInMachine = {
  name: "killed-on-lvm",
  recipe: "recipes/efficient-cow",
  options: ["--set", "rounds=1", "--cell", "4"],
  starter: 'bash "$JOB/kill-and-clean" 10 2 12 "$@"',
};

let outcomes: ReadonlyMap<string, OutcomeInMachine>;

beforeAll(async () => {
  if (lacking(NEEDS) !== undefined) return;
  outcomes = await runInMachine({ name: "storage", cgroup: "v2" }, [...storageRuns, killed]);
}, START_TIMEOUT_MS);

describe("each recipe about storage holds on a host with device-mapper and a disk, and leaves nothing", () => {
  for (const { name } of storageRuns) testOnHost(name, NEEDS, () => expectSuccess(outcomes.get(name)));
});

testOnHost("what a script on LVM leaves that is killed can be taken down", NEEDS, () => {
  expectSuccess(outcomes.get("killed-on-lvm"));
});

describe("the probes tell what must come out", () => {
  testOnHost("of storage in files", NEEDS, () => {
    const events = outcomes.get("vm-known-answers")?.events ?? [];
    expect(judgeAnswers(events)).toEqual(rightAnswers(["vfs", "overlay", "btrfs", "lvm-loop"]));
  });

  testOnHost("of storage on a disk", NEEDS, () => {
    const events = outcomes.get("vm-known-answers-on-a-device")?.events ?? [];
    expect(judgeAnswers(events)).toEqual(rightAnswers(["overlay", "btrfs", "lvm-direct"]));
  });
});
