import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";
import { standIn } from "../support/stand-in.ts";

const scratch = scratchDirectory();

const RECIPE = `recipe on-a-disk
image small { program "/bin/busybox" links [true] }
storage disk {
  driver vfs
  size   64MiB
}
container box {
  image   small
  storage disk
}
check works { run box $ true }
`;

testOnHost(
  "a loop device that cannot be looked for is said, and taken down later",
  { root: true, programs: ["busybox", "mkfs.ext4", "losetup"] },
  async () => {
    const at = (name: string) => join(scratch.path, name);
    writeFileSync(at("on-a-disk.ctr"), RECIPE);
    writeFileSync(at("on-a-disk.sh"), (await build(at("on-a-disk.ctr"))).script ?? "");
    standIn(at("bin"), "losetup", '[ "$1" != -j ] || exit 1');
    const start = (path: string | undefined, ...options: string[]) => {
      const words = [at("on-a-disk.sh"), ...options, "--state", at("state"), "--cache", at("cache")];
      return spawnSync("bash", words, { encoding: "utf8", env: { ...process.env, PATH: path } });
    };
    const { status, stderr } = start(`${at("bin")}:${process.env.PATH}`, "--out", at("out"));
    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: expect.stringContaining("could not undo: disk_remove disk"),
    });
    const [runId = ""] = readdirSync(at("state/runs"));
    expect(leftOf(runId, at("state"))).toContainEqual(expect.stringMatching(/^loop device /));
    expect(start(process.env.PATH, "--cleanup").status).toBe(0);
    expect(leftOf(runId, at("state"))).toEqual([]);
  },
);
