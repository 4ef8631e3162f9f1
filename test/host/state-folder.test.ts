import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { build } from "../../src/index.ts";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();
const at = (name: string) => join(scratch.path, name);
const NOBODY = 65534;

/** Who could put a run there that has died, with a script of his. */
const OTHERS: Readonly<Record<string, readonly [prepare: () => void, why: string]>> = {
  "is another user's": [() => chownSync(at("state"), NOBODY, NOBODY), "state is another user's"],
  "has runs of another user": [
    () => {
      chmodSync(at("state"), 0o1777);
      chownSync(at("state/runs"), NOBODY, NOBODY);
    },
    "state/runs is another user's",
  ],
  "everybody may write to": [() => chmodSync(at("state/runs"), 0o777), "others may write to the folder"],
  "a group may write to": [
    () => {
      chownSync(at("state"), 0, 12);
      chmodSync(at("state"), 0o770);
    },
    "others may write to the folder",
  ],
};

describe("a state folder that", () => {
  for (const [name, [prepare, why]] of Object.entries(OTHERS)) {
    testOnHost(`${name}: nothing in it is run`, { root: true, programs: [] }, async () => {
      writeFileSync(at("works.ctr"), "recipe works\ncheck works { host $ true }\n");
      writeFileSync(at("works.sh"), (await build(at("works.ctr"))).script ?? "");
      const run = at("state/runs/c0123456789a");
      mkdirSync(run, { recursive: true });
      writeFileSync(join(run, "script.sh"), `touch ${at("run")}\n`);
      writeFileSync(join(run, "cgroups"), "journal 10\n");
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
      const namespace = readlinkSync("/proc/self/ns/pid");
      writeFileSync(`${run}.owner`, `1\n1\n${boot}works\n${at("o")}\n${at("cache")}\n${namespace}\n`);
      prepare();
      const words = [at("works.sh"), "--out", at("out"), "--state", at("state")];
      for (const more of [[], ["--cleanup"]]) {
        const { status, stderr } = spawnSync("bash", [...words, ...more], { encoding: "utf8" });
        expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(why) });
      }
      const cleaned = await ctrc(["clean", "--state", at("state")], { cwd: scratch.path });
      expect(cleaned).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("error[state-of-others]"),
      });
      expect([existsSync(at("run")), existsSync(at("out"))]).toEqual([false, false]);
      expect(readdirSync(at("state/runs"))).toEqual(["c0123456789a", "c0123456789a.owner"]);
    });
  }
});
