import { argument, built, HOST_PATH, later, POSITIVE_SIZE, statement } from "./build.ts";
import type { ArgumentType, BlockRows } from "./schema.ts";

const DRIVER: ArgumentType = {
  kind: "word",
  noun: "storage driver",
  matrix: true,
  words: [
    built("vfs", "a whole copy of the image for each container"),
    built("overlay", "the kernel's overlay file system: what is written lies over the image"),
    later("btrfs", "a subvolume snapshot for each container"),
    later("lvm-loop", "an LVM thin snapshot on a loop device"),
    later("lvm-direct", "an LVM thin snapshot on a disk of its own"),
    later("aufs", "the union file system of old Docker"),
  ],
};

export const storageBlock: BlockRows = {
  name: "storage",
  phrase: "a `storage`",
  documentation: "Where the files that containers write are kept.",
  statements: [
    statement("driver", "How a container gets its own view of the image; overlay when unsaid.", {
      pattern: [argument("driver", DRIVER)],
      example: "driver overlay",
    }),
    statement("size", "A sparse file of this size on a loop device.", {
      pattern: [argument("size", POSITIVE_SIZE)],
      example: "size 4GiB",
      notYetBuilt: "storage size",
    }),
    statement("device", "A block device. What is on it is lost.", {
      pattern: [argument("device", HOST_PATH)],
      example: 'device "/dev/sdb"',
      notYetBuilt: "storage device",
    }),
  ],
};
