import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * The digest of a recipe and its imports, so that it can be found again by hand: of one file it is what `sha256sum`
 * says, of several it is the digest of what `sha256sum` prints about them.
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function recipeDigest(sources: readonly { readonly file: string; readonly text: string }[]): string {
  const [first, ...others] = sources;
  if (first !== undefined && others.length === 0) return `sha256:${digest(first.text)}`;
  return `sha256:${digest(sources.map(({ file, text }) => `${digest(text)}  ${file}\n`).join(""))}`;
}

function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
