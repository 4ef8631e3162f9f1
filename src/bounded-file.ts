import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

const MEBIBYTE = 1024 ** 2;

/** Streams that a shell hands over: `/dev/stdin`, `/dev/fd/63`. Any other pipe or device could be without an end. */
const HANDED_OVER = /^\/dev\/(stdin|fd\/\d+)$/;

/**
 * The text of a file that has an end, and not more than so many MiB before it.
 * @throws Error that says why it cannot be read, with the system's `code` where that has one
 */
export async function readBounded(file: string, maximumMebibytes: number): Promise<string> {
  const status = await stat(file);
  if (!status.isFile() && !status.isDirectory() && !HANDED_OVER.test(file))
    throw new Error("it is no regular file");
  return await readBoundedStream(createReadStream(file), maximumMebibytes);
}

/**
 * The text of a stream until its end, which is to come within so many MiB.
 * @throws Error if it does not
 */
export async function readBoundedStream(
  stream: AsyncIterable<unknown>,
  maximumMebibytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > maximumMebibytes * MEBIBYTE) throw new Error(`it has more than ${maximumMebibytes} MiB`);
  }
  return Buffer.concat(chunks).toString("utf8");
}
