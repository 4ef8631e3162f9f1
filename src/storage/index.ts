import type { StorageDriver } from "../types/storage.ts";
import { aufs } from "./aufs/aufs.ts";
import { btrfs } from "./btrfs/btrfs.ts";
import { lvmDirect, lvmLoop } from "./lvm/lvm.ts";
import { overlay } from "./overlay/overlay.ts";
import { vfs } from "./vfs/vfs.ts";

/** Every storage driver; a new one is a folder here and a line in this list. */
export const storageDrivers: readonly StorageDriver[] = [overlay, vfs, btrfs, lvmLoop, lvmDirect, aufs];

/** What containers use that name no storage. */
export const defaultStorageDriver = overlay.name;
