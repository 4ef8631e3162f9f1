import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { build } from "../../src/index.ts";
import { testOnHost } from "../support/needs.ts";
import { counted } from "./count.ts";
import { drawn } from "./sample.ts";
import { makeSandbox } from "./sandbox.ts";
import { NEEDS, SUBJECTS } from "./subjects.ts";
import { inTime, TRIAL_TIMEOUT_MS, Trial } from "./trial.ts";

/** From too little to begin with to nearly enough. */
const SIZES_KIB = [40, 64, 96, 128, 160, 224, 320, 512, 1024, 2048, 4096, 8192];
const INODES = [8, 12, 20, 40, 80];

const limits = ["out", "state"].flatMap((folder) => [
  ...SIZES_KIB.map((sizeKiB) => ({
    folder,
    limit: `size=${sizeKiB}k`,
    name: `is full after ${sizeKiB} KiB`,
  })),
  ...INODES.map((inodes) => ({ folder, limit: `nr_inodes=${inodes}`, name: `has ${inodes} inodes` })),
  { folder, limit: "ro", name: "is read-only" },
]);

for (const subject of SUBJECTS) {
  const taken = drawn(`${subject.name} disks`, limits, subject.sample.disks);
  if (taken.length === 0) continue;
  describe(`${subject.name}, with a disk that`, () => {
    let trial: Trial;
    beforeAll(async () => {
      trial = await Trial.begin(
        subject,
        "mkdir out state cache; for name in out state cache; do mount -t tmpfs -o size=2g,nr_inodes=100000 small $name; done",
      );
      await inTime(trial.startScript({}, "plain.sh"));
      await trial.remember();
    }, TRIAL_TIMEOUT_MS);
    afterAll(() => trial?.end());

    const remount = async (folder: string, option: string): Promise<void> => {
      const { status, stderr } = await trial.sandbox.start([
        "mount",
        "-o",
        `remount,${option}`,
        trial.path(folder),
      ]).ended;
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    };

    for (const { folder, limit, name } of taken) {
      testOnHost(
        `${name}, for the folder --${folder}`,
        subject.needs,
        async (context) => {
          counted(context, { subject: subject.name, kind: "a disk is full or read-only", injected: 1 });
          trial.reset();
          await remount(folder, limit);
          const { status, stderr } = await inTime(trial.startScript({}, "plain.sh"));
          const result = `/proc/${trial.sandbox.holder}/root${trial.path("out")}`;
          // A line that the disk had no room for is followed by one that ends it.
          const faults = trial.resultFaults(1);
          const hasBegun =
            existsSync(`${result}/events.jsonl`) &&
            readFileSync(`${result}/events.jsonl`, "utf8").includes("run-started");
          const outcome = hasBegun ? JSON.parse(readFileSync(`${result}/result.json`, "utf8")).outcome : "";
          // With a disk that stays as it is.
          const cleaned = await trial.clean("ctrc clean");
          await remount(folder, "rw,size=2g,nr_inodes=100000");
          trial.reset();
          const left = await trial.left();
          expect({ faults, left, cleaned: limit === "ro" ? 0 : cleaned.status }).toEqual({
            faults: [],
            left: [],
            cleaned: 0,
          });
          expect([0, 1, 3, 4]).toContain(status);
          if (status === 3 || status === 4) expect(stderr).not.toBe("");
          if (hasBegun) expect(["passed", "failed", "error", "host-lacks"]).toContain(outcome);
        },
        TRIAL_TIMEOUT_MS,
      );
    }
  });
}

const AT_THE_END = `recipe ends "Something to be done at the end, whatever happens"
require root
check fills {
  host $ touch left
  for i in 1..20 { host $ true }
  finally { host $ rm left }
}
`;

testOnHost("what a check wants at its end is done also when its outputs find no room", NEEDS, async () => {
  const prepare = "mkdir out && mount -t tmpfs -o nr_inodes=16 small out";
  const sandbox = makeSandbox(prepare);
  const path = (name: string) => join(sandbox.directory, name);
  try {
    writeFileSync(path("ends.ctr"), AT_THE_END);
    writeFileSync(path("ends.sh"), (await build(path("ends.ctr"))).script ?? "");
    const words = ["bash", path("ends.sh"), "--out", path("out"), "--state", path("state")];
    const { status, stderr } = await inTime(sandbox.start(words));
    expect({ status, stderr }).toEqual({ status: 4, stderr: expect.stringContaining("cannot write to") });
    expect(existsSync(path("left"))).toBe(false);
  } finally {
    sandbox.remove();
  }
});
