import type { StorageDriver } from "../../types/storage.ts";
import { ignoredByFolder } from "../ignored.ts";
import bash from "./aufs.sh?raw";

const neededBy = "storage driver aufs";

/** The union file system that Docker began with; never part of Linux itself. */
export const aufs: StorageDriver = {
  name: "aufs",
  documentation: "A union file system, for kernels that were built with it.",
  privilege: { what: "mount files", rootless: false },
  ignored: ignoredByFolder,
  tools: ["cp", "readlink"].map((program) => ({ program, neededBy })),
  bash: [{ file: "src/storage/aufs/aufs.sh", text: bash }],
};
