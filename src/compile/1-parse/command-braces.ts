import type { IToken } from "chevrotain";
import { BlockClose, BlockOpen, CommandStart, Newline } from "../../../grammar/tokens/code.ts";
import { CommandBrace, CommandEnd } from "../../../grammar/tokens/command.ts";

/**
 * In a command `}` is a word like any other. Only at the end of a line does it close a block, and only one that was
 * opened on the same line: `finally { host $ rm -f /x }`. Such braces become block closers, in place.
 */
export function closeBlocksAfterCommands(tokens: IToken[]): void {
  let openedOnLine = 0;
  for (const [index, { tokenType }] of tokens.entries()) {
    if (tokenType === BlockOpen) openedOnLine++;
    else if (tokenType === BlockClose) openedOnLine = Math.max(0, openedOnLine - 1);
    else if (tokenType === CommandEnd || tokenType === Newline) {
      if (tokenType === CommandEnd) closeLast(tokens, index, openedOnLine);
      openedOnLine = 0;
    }
  }
}

/** Makes closers of at most `count` braces that stand alone right before the line's end at `end`. */
function closeLast(tokens: IToken[], end: number, count: number): void {
  for (let index = end - 1; index >= end - count; index--) {
    const token = tokens[index];
    const before = tokens[index - 1];
    if (token?.tokenType !== CommandBrace || before === undefined) return;
    const isAlone =
      before.tokenType === CommandStart || before.startOffset + before.image.length < token.startOffset;
    if (!isAlone) return;
    token.tokenType = BlockClose;
    token.tokenTypeIdx = BlockClose.tokenTypeIdx ?? 0;
  }
}
