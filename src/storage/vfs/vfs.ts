import type { StorageDriver } from "../../types/storage.ts";
import { ignoredByFolder } from "../ignored.ts";
import bash from "./vfs.sh?raw";

const neededBy = "storage driver vfs";

/** Plain copies: works on every file system, and costs what copying costs. */
export const vfs: StorageDriver = {
  name: "vfs",
  documentation: "A full copy of the image for every container, on any file system.",
  ignored: ignoredByFolder,
  tools: [
    { program: "cp", neededBy },
    { program: "readlink", neededBy },
  ],
  bash: [{ file: "src/storage/vfs/vfs.sh", text: bash }],
};
