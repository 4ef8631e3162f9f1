import type { Piece, Text } from "../../types/text.ts";

/** The same text with neighbouring literal pieces made one; of nothing, the empty string. */
export function merged(pieces: readonly Piece[]): Text {
  const text: Piece[] = [];
  for (const piece of pieces) {
    const last = text.at(-1);
    if (typeof piece === "string" && typeof last === "string") text[text.length - 1] = last + piece;
    else if (piece !== "") text.push(piece);
  }
  return text.length === 0 ? [""] : text;
}
