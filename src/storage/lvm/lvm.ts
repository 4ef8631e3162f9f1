import type { StorageDriver } from "../../types/storage.ts";
import bash from "./lvm.sh?raw";

const PROGRAMS = [
  "blkid",
  "cp",
  "dmsetup",
  "find",
  "losetup",
  "lvcreate",
  "lvremove",
  "mount",
  "pvcreate",
  "pvremove",
  "readlink",
  "sync",
  "truncate",
  "umount",
  "vgcreate",
  "vgremove",
  "wipefs",
];

function driver(name: string, documentation: string): StorageDriver {
  const neededBy = `storage driver ${name}`;
  return {
    name,
    documentation,
    prefix: "lvm",
    privilege: { what: "make and mount volumes", rootless: false },
    countsWholeStorage: true,
    // On a device, `size` is that of the volumes.
    ignored: () => [],
    tools: PROGRAMS.map((program) => ({ program, neededBy })),
    bash: [{ file: "src/storage/lvm/lvm.sh", text: bash }],
  };
}

/** A thin pool in a volume group on a loop device, as Docker's devicemapper made by itself. */
export const lvmLoop: StorageDriver = driver(
  "lvm-loop",
  "A thin snapshot for every container, in a pool on a sparse file.",
);

/** The same on a device that is given, as Docker's manual recommended. */
export const lvmDirect: StorageDriver = {
  ...driver("lvm-direct", "A thin snapshot for every container, in a pool on a device of its own."),
  needsDevice: true,
};
