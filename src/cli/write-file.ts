import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { readScript } from "../script-file.ts";
import { EXIT } from "./exit-status.ts";
import { CommandFault, reasonOf } from "./usage.ts";

/** Whether `file` may be written over without asking: it is not there, or it was made by `ctrc build`. */
export async function isScriptOfOurs(file: string): Promise<boolean> {
  try {
    const { readHeader } = await import("../compile/4-emit/header.ts");
    return readHeader(await readScript(file)) !== undefined;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === "ENOENT";
  }
}

/** Writes a program, as {@link writeWhole} does. */
export async function writeExecutable(file: string, text: string): Promise<void> {
  await writeWhole(file, text, 0o777);
}

/**
 * Writes a file so that at no moment a part of it can be seen under its name: to a file beside it, which is then
 * renamed. What is no regular file, such as /dev/stdout, is written to as it is.
 * @param permissions those of a new file, less what the umask takes away; unsaid, those that the file has
 * @throws CommandFault
 */
export async function writeWhole(file: string, text: string, permissions?: number): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const found = await stat(target).catch(() => undefined);
    if (found !== undefined && !found.isFile()) return await writeFile(target, text);
    const beside = `${target}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      // `wx`: never through a link that someone else put there.
      const handle = await open(beside, "wx", permissions ?? 0o666);
      try {
        await handle.writeFile(text);
        if (permissions === undefined && found !== undefined) await handle.chmod(found.mode & 0o7777);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, target);
    } finally {
      await rm(beside, { force: true });
    }
  } catch (fault) {
    throw new CommandFault("cannot-write", `\`${file}\`: ${reasonOf(fault)}`, undefined, EXIT.stepFailed);
  }
}
