import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** More than a recipe may have (`recipe-too-large` says how much that is), so that its size can be told. */
const MAXIMUM_BYTES = 16 * 1024 ** 2;

/** Streams that a shell hands over: `/dev/stdin`, `/dev/fd/63`. Any other pipe or device could be without an end. */
const HANDED_OVER = /^\/dev\/(stdin|fd\/\d+)$/;

/**
 * The text of a recipe or an import.
 * @throws Error that says why it cannot be read, with the system's `code` where that has one
 */
export async function readRecipeText(file: string): Promise<string> {
  const status = await stat(file);
  if (!status.isFile() && !status.isDirectory() && !HANDED_OVER.test(file))
    throw new Error("it is no regular file");
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MAXIMUM_BYTES) throw new Error("it has more than 16 MiB, and a recipe 2 MiB at most");
  }
  return Buffer.concat(chunks).toString("utf8");
}
