import type { PieceNode } from "../../../../grammar/ast.ts";
import type { Piece, Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import { merged } from "../merged.ts";
import { readPiece } from "./references.ts";

/** Reads text with references in it; undefined when something was reported. */
export function readText(pieces: readonly PieceNode[], context: Context): Text | undefined {
  const text: Piece[] = [];
  let whole = true;
  for (const piece of pieces) {
    if (piece.kind === "text") {
      text.push(piece.text);
    } else {
      const read = readPiece(piece, context);
      if (read === undefined) whole = false;
      else text.push(...read);
    }
  }
  return whole ? merged(text) : undefined;
}
