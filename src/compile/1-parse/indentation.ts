import type { IToken } from "chevrotain";
import type { Source } from "../../../grammar/source.ts";
import { BlockClose, BlockOpen } from "../../../grammar/tokens/code.ts";
import { isLineEnd } from "./line-end.ts";

/**
 * Whether a recipe is indented as its blocks are nested, so that its indentation tells where a forgotten brace
 * belongs: at least half of the blocks that go on below their opener begin with a line that is indented more.
 */
export function isIndentationTelling(tokens: readonly IToken[], source: Source): boolean {
  const columnOf = (token: IToken): number => source.span(token.startOffset, token.startOffset).column;
  let indented = 0;
  let flush = 0;
  let openerColumn: number | undefined;
  let lineColumn = 0;
  let previous: IToken | undefined;
  for (const token of tokens) {
    if (isLineEnd(token)) {
      if (previous?.tokenType === BlockOpen) openerColumn = lineColumn;
      previous = undefined;
      continue;
    }
    if (previous === undefined) {
      lineColumn = columnOf(token);
      if (openerColumn !== undefined) {
        if (lineColumn > openerColumn || token.tokenType === BlockClose) indented++;
        else flush++;
      }
      openerColumn = undefined;
    }
    previous = token;
  }
  return indented > 0 && indented >= flush;
}
