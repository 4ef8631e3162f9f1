import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Linux's O_TMPFILE, which Node has no name for: a file that never has a name. */
const O_TMPFILE = constants.O_DIRECTORY | 0o20000000;

/** What the kernel, or a file system, says that knows no such files. */
const HAS_NO_UNNAMED = ["EISDIR", "ENOENT", "EOPNOTSUPP", "EINVAL"];

/**
 * A file without a name, which is gone when nobody has it open any more, however they end.
 * @throws Error with `syscall`, of a full disk or one that nobody may write to
 */
export async function openUnnamed(text: string): Promise<FileHandle> {
  const file = await openTemporary(tmpdir());
  try {
    await file.writeFile(text);
  } catch (fault) {
    await file.close();
    throw fault;
  }
  return file;
}

async function openTemporary(directory: string): Promise<FileHandle> {
  try {
    return await open(directory, O_TMPFILE | constants.O_RDWR, 0o600);
  } catch (fault) {
    if (!HAS_NO_UNNAMED.includes((fault as NodeJS.ErrnoException).code ?? "")) throw fault;
  }
  const path = join(directory, `ctrc-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
  } catch (fault) {
    await file.close();
    throw fault;
  }
  return file;
}
