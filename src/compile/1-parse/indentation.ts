import type { IToken } from "chevrotain";
import type { Source } from "../../../grammar/source.ts";
import { BlockClose, BlockOpen, Newline } from "../../../grammar/tokens/code.ts";
import { CommandEnd } from "../../../grammar/tokens/command.ts";

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
    const isNewline = token.tokenType === Newline || token.tokenType === CommandEnd;
    if (isNewline) {
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
