import { createHash } from "node:crypto";

/**
 * The digest of a recipe and its imports, so that it can be found again by hand: of one file it is what `sha256sum`
 * says, of several it is the digest of what `sha256sum` prints about them.
 * @returns `sha256:` and 64 hexadecimal digits
 */
export function recipeDigest(sources: readonly { readonly file: string; readonly text: string }[]): string {
  const [first, ...others] = sources;
  if (first !== undefined && others.length === 0) return `sha256:${sha256(first.text)}`;
  return `sha256:${sha256(sources.map(({ file, text }) => `${sha256(text)}  ${file}\n`).join(""))}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
