import type { IToken } from "chevrotain";
import type { PieceNode, TextNode } from "../ast.ts";
import type { Problem } from "../problem.ts";
import type { Source } from "../source.ts";

/** What the functions that make nodes share while one recipe is parsed. */
export interface Building {
  readonly source: Source;
  /** What is wrong so far, in no particular order. */
  readonly problems: Problem[];
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** Collects the pieces of one word or string: texts that follow one another become one piece. */
export interface Pieces {
  text(text: string, start: number, end: number): void;
  /** `written` is the reference with its dollar and braces. */
  reference(written: string, start: number): void;
  finish(): PieceNode[];
}

export function collectPieces({ source }: Building): Pieces {
  const pieces: PieceNode[] = [];
  let text = "";
  let textStart = -1;
  let textEnd = -1;

  function closeText(): void {
    if (text !== "") pieces.push(textNode(source, text, textStart, textEnd));
    text = "";
    textStart = -1;
  }

  return {
    text(more, start, end) {
      if (textStart < 0) textStart = start;
      text += more;
      textEnd = end;
    },
    reference(written, start) {
      closeText();
      const span = source.span(start, start + written.length);
      pieces.push({ kind: "reference", name: written.slice(2, -1), span });
    },
    finish() {
      closeText();
      return pieces;
    },
  };
}

export function textNode(source: Source, text: string, start: number, end: number): TextNode {
  return { kind: "text", text, span: source.span(start, end) };
}
