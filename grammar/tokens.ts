import { type IMultiModeLexerDefinition, type IToken, Lexer, type TokenType } from "chevrotain";
import { CODE_TOKENS, WordPiece } from "./tokens/code.ts";
import { COMMAND_TOKENS, CommandPiece, QUOTED_TOKENS } from "./tokens/command.ts";
import { STRING_TOKENS, StringPiece, TEXT_TOKENS } from "./tokens/string.ts";

export const LEXER_DEFINITION: IMultiModeLexerDefinition = {
  modes: {
    code: CODE_TOKENS,
    string: STRING_TOKENS,
    text: TEXT_TOKENS,
    command: COMMAND_TOKENS,
    quoted: QUOTED_TOKENS,
  },
  defaultMode: "code",
};

/** Every token type once, with the categories that the parser asks for. */
export const ALL_TOKENS: TokenType[] = [
  ...new Set([WordPiece, StringPiece, CommandPiece, ...Object.values(LEXER_DEFINITION.modes).flat()]),
];

export interface Tokens {
  readonly tokens: IToken[];
  readonly comments: IToken[];
  /** Backslashes that would join two lines, had they no blanks after them. */
  readonly blanksAfterBackslash: IToken[];
}

/**
 * The tokens of a recipe. Every text has some: what fits nowhere is a token that says so, never an exception.
 * Tokens know where they start and what they are; the last newline may lie one behind the end of the text.
 */
export function tokenize(text: string): Tokens {
  lexer ??= new Lexer(LEXER_DEFINITION, {
    ensureOptimizations: true,
    positionTracking: "onlyOffset",
    skipValidations: true,
  });
  const { tokens, groups, errors } = lexer.tokenize(
    `${text.startsWith(BYTE_ORDER_MARK) ? ` ${text.slice(1)}` : text}\n`,
  );
  const error = errors[0];
  if (error !== undefined)
    throw new Error(`the lexer has no token for offset ${error.offset}: ${error.message}`);
  return {
    tokens,
    comments: groups.comments ?? [],
    blanksAfterBackslash: groups.blanksAfterBackslash ?? [],
  };
}

const BYTE_ORDER_MARK = "\ufeff";

let lexer: Lexer | undefined;
