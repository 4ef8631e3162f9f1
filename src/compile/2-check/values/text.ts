import type { PieceNode } from "../../../../grammar/ast.ts";
import { unprintable } from "../../../diagnostics/values.ts";
import type { Span } from "../../../types/span.ts";
import type { Piece, Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import { merged } from "../merged.ts";
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
      text.push(piece.text);
    } else {
      const read = readPiece(piece, context);
      if (read === undefined) whole = false;
      else text.push(...read);
    }
  }
  return whole ? merged(text) : undefined;
}
