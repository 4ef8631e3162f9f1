import type { PieceNode } from "../../../../grammar/ast.ts";
import { unprintable } from "../../../diagnostics/values.ts";
import type { Span } from "../../../types/span.ts";
import type { Piece, Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import { readPiece } from "./references.ts";

/** Reads text with references in it; undefined when something was reported. */
export function readText(pieces: readonly PieceNode[], span: Span, context: Context): Text | undefined {
  const text: Piece[] = [];
  let whole = true;
  for (const piece of pieces) {
    if (piece.kind === "text") {
      if (piece.text.includes("\0")) {
        context.report(unprintable(span));
        whole = false;
      }
      append(text, piece.text);
    } else {
      const read = readPiece(piece, context);
      if (read === undefined) whole = false;
      else for (const part of read) append(text, part);
    }
  }
  if (!whole) return undefined;
  return text.length === 0 ? [""] : text;
}

/** Neighbouring literal pieces become one. */
function append(text: Piece[], piece: Piece): void {
  const last = text.at(-1);
  if (typeof piece === "string" && typeof last === "string") text[text.length - 1] = last + piece;
  else if (piece !== "") text.push(piece);
}
