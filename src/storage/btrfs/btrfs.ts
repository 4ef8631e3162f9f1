import type { StorageDriver } from "../../types/storage.ts";
import { ignoredByFilesystem } from "../ignored.ts";
import bash from "./btrfs.sh?raw";

const neededBy = "storage driver btrfs";

/** Subvolumes of a file system of its own, on a loop device or a device: a snapshot shares every block until it is written. */
export const btrfs: StorageDriver = {
  name: "btrfs",
  documentation: "A snapshot of a btrfs subvolume for every container.",
  countsWholeStorage: true,
  privilege: { what: "make and mount a file system", rootless: false },
  ignored: ignoredByFilesystem,
  tools: [
    "blkid",
    "btrfs",
    "cp",
    "find",
    "losetup",
    "mkfs.btrfs",
    "mount",
    "readlink",
    "sync",
    "truncate",
    "umount",
    "wipefs",
  ].map((program) => ({ program, neededBy })),
  bash: [{ file: "src/storage/btrfs/btrfs.sh", text: bash }],
};
