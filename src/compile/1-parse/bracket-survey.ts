import type { IToken, TokenType } from "chevrotain";
import { BlockClose, BlockOpen, CommandStart, ListClose, ListOpen } from "../../../grammar/tokens/code.ts";

/** Whether everything pairs as it stands, and how deeply, by one look at each token. */
export function surveyBrackets(tokens: IToken[]): {
  openers: number;
  closers: number;
  isPaired: boolean;
  depth: number;
} {
  const stack: TokenType[] = [];
  let depth = 0;
  let openers = 0;
  let closers = 0;
  let isPaired = true;
  for (const { tokenType } of tokens) {
    const isInList = stack.at(-1) === ListOpen;
    if (tokenType === BlockOpen || tokenType === ListOpen) {
      openers++;
      if (isInList && tokenType === BlockOpen) isPaired = false;
      stack.push(tokenType);
      depth = Math.max(depth, stack.length);
    } else if (tokenType === BlockClose || tokenType === ListClose) {
      closers++;
      if (stack.pop() !== (tokenType === BlockClose ? BlockOpen : ListOpen)) isPaired = false;
    } else if (tokenType === CommandStart && isInList) {
      isPaired = false;
    }
  }
  return { openers, closers, isPaired: isPaired && stack.length === 0, depth };
}
