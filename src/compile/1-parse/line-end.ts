import type { IToken } from "chevrotain";
import { Newline } from "../../../grammar/tokens/code.ts";
import { CommandEnd } from "../../../grammar/tokens/command.ts";

/** Whether a token ends a line: in a command the line break also ends the command. */
export function isLineEnd({ tokenType }: IToken): boolean {
  return tokenType === Newline || tokenType === CommandEnd;
}
