import { readBounded } from "./bounded-file.ts";

/** A recipe of 2 MiB with a matrix of 10 000 cells comes to less. */
const MAXIMUM_MEBIBYTES = 64;

/**
 * The text of a script that `ctrc build` may have made.
 * @throws Error that says why it cannot be read, with the system's `code` where that has one
 */
export async function readScript(file: string): Promise<string> {
  return await readBounded(file, MAXIMUM_MEBIBYTES);
}
