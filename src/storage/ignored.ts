import type { Storage } from "../types/declared.ts";
import type { IgnoredSetting } from "../types/storage.ts";

/** A device has its own size. */
function sizeOfDevice({ device, sizeBytes }: Storage): IgnoredSetting[] {
  if (device === undefined || sizeBytes === undefined) return [];
  return [{ setting: "size", why: "the device is used whole" }];
}

/** Of drivers that want no more than a folder: only on a disk of its own is there a file system to choose. */
export function ignoredByFolder(storage: Storage): IgnoredSetting[] {
  const { device, sizeBytes, filesystem } = storage;
  const isFolder = device === undefined && sizeBytes === undefined;
  const noDisk = "without `size` or `device` its files are in the run's own folder";
  return [
    ...sizeOfDevice(storage),
    ...(isFolder && filesystem !== undefined ? [{ setting: "filesystem", why: noDisk } as const] : []),
  ];
}

/** Of drivers that are a file system themselves. */
export function ignoredByFilesystem(storage: Storage): IgnoredSetting[] {
  const own = { setting: "filesystem", why: "the driver is a file system itself" } as const;
  return [...sizeOfDevice(storage), ...(storage.filesystem === undefined ? [] : [own])];
}
