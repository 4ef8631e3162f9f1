import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();

const RECIPE = `recipe kept
image small { program "/bin/busybox" links [true] }
storage disk {
  driver btrfs
  size   128MiB
}
container box {
  image   small
  storage disk
}
check works { run box $ true }
`;

const RUN_ID = "c0123456789a";

/** What a disk can make of a journal, and somebody who may write to it. */
const DAMAGED = {
  "has lost lines": "+ 1 storage_remove disk .\n+ 7 disk_unmount disk .\n",
  "was cut": "+ 0 storage_remove disk .\n+ 1 disk_unmount disk .\n+ 2 container_disc",
  "was cut, and written on": "+ 0 disk_unmount disk .\n+ 1 disk_unmo- 3 .\n",
  "holds other bytes":
    "+ 0 disk_unmount disk .\n\0\x01\xff\n+ 999999999999999999999 disk_unmount x .\n+ x y z .\n",
  "names what is not the run's":
    "+ 0 disk_unmount disk .\n+ 1 disk_remove ../../../stranger .\n+ 2 storage_remove .. .\n+ 3 disk_unmount / .\n",
};

for (const [damage, journal] of Object.entries(DAMAGED)) {
  testOnHost(
    `a journal that ${damage}: what it tells is undone`,
    { root: true, programs: ["busybox", "mkfs.btrfs"] },
    async () => {
      const at = (name: string) => join(scratch.path, name);
      const run = at(`state/runs/${RUN_ID}`);
      writeFileSync(at("kept.ctr"), RECIPE);
      const script = (await build(at("kept.ctr"))).script ?? "";
      mkdirSync(join(run, "storage/disk"), { recursive: true, mode: 0o700 });
      writeFileSync(join(run, "script.sh"), script);
      const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
      writeFileSync(
        `${run}.owner`,
        `1\n1\n${boot}kept\n${at("out")}\n${at("cache")}\n${readlinkSync("/proc/self/ns/pid")}\n`,
      );
      writeFileSync(join(run, "cgroups"), "journal 10\n");
      writeFileSync(join(run, "journal"), journal, "latin1");
      writeFileSync(at("stranger.device"), "/dev/null\n");
      const mounted = `mount -t tmpfs none ${run}/storage/disk && bash ${run}/script.sh --cleanup --state ${at("state")}; status=$?; umount ${run}/storage/disk 2>/dev/null && echo still mounted; exit "$status"`;
      const { status, stdout, stderr } = spawnSync("unshare", ["--mount", "sh", "-c", mounted], {
        encoding: "utf8",
      });
      const said = `took down what was left of run ${RUN_ID}\n`;
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: said, stderr: "" });
      expect(existsSync(at("stranger.device"))).toBe(true);
      expect(leftOf(RUN_ID, at("state"))).toEqual([]);
    },
  );
}
