import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";

const KEY = "recipe=";

/** A recipe as the fragment of a link, which no server ever sees. */
export function fragmentOf(text: string): string {
  const packed = deflateSync(strToU8(text), { level: 9 });
  const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  return `#${KEY}${letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** The recipe in a fragment, or undefined if it holds none that can be read. */
export function recipeIn(fragment: string): string | undefined {
  if (!fragment.startsWith(`#${KEY}`)) return undefined;
  try {
    const letters = fragment
      .slice(KEY.length + 1)
      .replaceAll("-", "+")
      .replaceAll("_", "/");
    return strFromU8(inflateSync(Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))));
  } catch {
    return undefined;
  }
}
