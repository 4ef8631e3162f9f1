import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A file without a name, which is gone when nobody has it open any more, however they end.
 * @throws Error with `syscall`, of a full disk or one that nobody may write to
 */
export async function openUnnamed(text: string): Promise<FileHandle> {
  const path = join(tmpdir(), `ctrc-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  try {
    await unlink(path);
    await file.writeFile(text);
  } catch (fault) {
    await file.close();
    throw fault;
  }
  return file;
}
