import { argument, built, HOST_PATH, POSITIVE_SIZE, settings, statement } from "./build.ts";
import type { ArgumentType, BlockRows } from "./schema.ts";

const DRIVER: ArgumentType = {
  kind: "word",
  noun: "storage driver",
  matrix: true,
  words: [
    built("vfs", "a whole copy of the image for each container"),
    built("overlay", "the kernel's overlay file system: what is written lies over the image"),
    built("btrfs", "a subvolume snapshot for each container"),
    built("lvm-loop", "an LVM thin snapshot for each container, in a pool on a loop device"),
    built("lvm-direct", "the same, in a pool on a device of its own"),
    built("aufs", "the union file system of old Docker, for kernels that have it"),
  ],
};

const FILESYSTEM: ArgumentType = {
  kind: "word",
  noun: "file system",
  matrix: true,
  words: [built("ext4", "the usual one"), built("xfs", "for big files and many processors")],
};

export const storageBlock: BlockRows = {
  name: "storage",
  phrase: "a `storage`",
  documentation: "Where the files that containers write are kept.",
  statements: settings(
    statement("driver", "How a container gets its own view of the image; overlay when unsaid.", {
      pattern: [argument("driver", DRIVER)],
      example: "driver overlay",
    }),
    statement(
      "size",
      "A file system of its own, of this size: a sparse file on a loop device. Unsaid, `overlay`, `vfs` and `aufs` use the run's own folder, `btrfs` and `lvm-loop` 4 GiB. With a device, the size of a thin volume.",
      { pattern: [argument("size", POSITIVE_SIZE)], example: "size 4GiB" },
    ),
    statement("device", "A block device instead of a file. What is on it is lost.", {
      pattern: [argument("device", HOST_PATH)],
      example: 'device "/dev/sdb"',
    }),
    statement("filesystem", "On the device, the loop device or the thin volumes; `ext4` when unsaid.", {
      pattern: [argument("filesystem", FILESYSTEM)],
      example: "filesystem xfs",
    }),
  ),
};
