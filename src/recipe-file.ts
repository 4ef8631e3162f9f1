import { readBounded, readBoundedStream } from "./bounded-file.ts";

/** More than a recipe may have (`recipe-too-large` says how much that is), so that its size can be told. */
const MAXIMUM_MEBIBYTES = 16;

/**
 * The text of a recipe or an import.
 * @throws Error that says why it cannot be read, with the system's `code` where that has one
 */
export async function readRecipeText(file: string): Promise<string> {
  return await readBounded(file, MAXIMUM_MEBIBYTES);
}

/** The same of a stream, such as standard input. */
export async function readRecipeStream(stream: AsyncIterable<unknown>): Promise<string> {
  return await readBoundedStream(stream, MAXIMUM_MEBIBYTES);
}
