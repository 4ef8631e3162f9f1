import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

export const BUSYBOX = "/bin/busybox";
const LINKS = ["true", "sh", "sleep"];

/** The image that the recipes use: the same files as below. */
export const BUSYBOX_IMAGE = `image busybox {
  program "${BUSYBOX}" links [${LINKS.join(", ")}]
}
`;

/** A directory with a static busybox and what the engines want to mount on. */
export function makeRootFileSystem(directory) {
  for (const name of ["bin", "dev", "etc", "proc", "run", "sys", "tmp", "usr/lib"]) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  copyFileSync(BUSYBOX, join(directory, "bin/busybox"));
  for (const link of LINKS) symlinkSync("busybox", join(directory, "bin", link));
  return directory;
}

/** The same as a tar archive, for engines that import one. */
export function makeArchive(directory, file) {
  makeRootFileSystem(directory);
  const { status, stderr } = spawnSync("tar", ["-C", directory, "-cf", file, "."], { encoding: "utf8" });
  if (status !== 0) throw new Error(`cannot make ${file}: ${stderr}`);
  return file;
}
