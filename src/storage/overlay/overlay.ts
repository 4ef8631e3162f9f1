import type { StorageDriver } from "../../types/storage.ts";
import { ignoredByFolder } from "../ignored.ts";
import bash from "./overlay.sh?raw";

const neededBy = "storage driver overlay";

/** Union mounts of the kernel: the image below, what a container changes above. */
export const overlay: StorageDriver = {
  name: "overlay",
  documentation: "The kernel's union file system: a container's changes lie over the shared image.",
  privilege: { what: "mount files", rootless: true },
  ignored: ignoredByFolder,
  tools: [{ program: "readlink", neededBy }],
  bash: [{ file: "src/storage/overlay/overlay.sh", text: bash }],
};
