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

/** What cannot be taken off a disk by the run is by the clean-up, which must still find the disk. */
const refused: RunInMachine = {
  name: "refused-on-lvm",
  recipe: "vm/efficient-cow-on-a-device",
  options: ["--set", "rounds=1", "--only", "one-shot"],
  starter: `mkdir bin
printf '#!/bin/sh\\nexit 5\\n' >bin/pvremove
chmod +x bin/pvremove
PATH=$PWD/bin:$PATH "$@" 2>said
bash "$2" --cleanup`,
};

let outcomes: ReadonlyMap<string, OutcomeInMachine>;

beforeAll(async () => {
  if (lacking(NEEDS) !== undefined) return;
  outcomes = await runInMachine({ name: "storage", cgroup: "v2" }, [...storageRuns, killed, refused]);
}, START_TIMEOUT_MS);

describe("each recipe about storage holds on a host with device-mapper and a disk, and leaves nothing", () => {
  for (const { name } of storageRuns) testOnHost(name, NEEDS, () => expectSuccess(outcomes.get(name)));
});

testOnHost("what a script on LVM leaves that is killed can be taken down", NEEDS, () => {
  expectSuccess(outcomes.get("killed-on-lvm"));
});

testOnHost("a disk that is still one of LVM's when a run ends is none after the clean-up", NEEDS, () => {
  expect(outcomes.get("refused-on-lvm")).toMatchObject({
    exitStatus: 0,
    stderr: "",
    failed: [
      expect.stringMatching(/^not taken down: .*"what":"lvm_remove cow"/),
      expect.stringMatching(/^not taken down: .*"what":"disk_remove cow"/),
    ],
    left: [],
  });
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
