import type { IToken } from "chevrotain";
import type { CommandNode, CommandWordNode } from "../ast.ts";
import {
  BadCommandReference,
  CommandEscape,
  CommandReference,
  QuotedBacktick,
  QuotedClose,
  QuotedEscape,
  QuotedOpen,
  QuotedShellDollar,
  ShellDollar,
  ShellOperator,
  SingleQuoted,
  UnclosedQuote,
} from "../tokens/command.ts";
import { type Building, collectPieces, endOf } from "./pieces.ts";

export function buildCommand(building: Building, start: IToken, words: CommandWordNode[]): CommandNode {
  const { source, problems } = building;
  const dollar = start.startOffset;
  if (words.length === 0) problems.push({ kind: "empty-command", span: source.span(dollar, dollar + 1) });
  const end = words.at(-1)?.span.end ?? dollar + 1;
  return { kind: "command", words, span: source.span(dollar, end) };
}

/** One word of a command: quotes and backslashes are resolved as a POSIX shell resolves them. */
export function buildCommandWord(building: Building, tokens: IToken[]): CommandWordNode {
  const { source } = building;
  const pieces = collectPieces(building);
  for (const token of tokens) {
    if (token.tokenType === CommandReference) pieces.reference(token.image, token.startOffset);
    else pieces.text(literal(building, token), token.startOffset, endOf(token));
  }
  const start = tokens[0]?.startOffset ?? 0;
  const last = tokens.at(-1);
  const end = last === undefined ? start : endOf(last);
  return { kind: "command-word", pieces: pieces.finish(), span: source.span(start, end) };
}

/** The characters that a token stands for; what a command cannot have is reported, and kept as it is written. */
function literal({ source, problems }: Building, token: IToken): string {
  const { image, startOffset, tokenType } = token;
  const span = () => source.span(startOffset, endOf(token));
  switch (tokenType) {
    case SingleQuoted:
      return image.slice(1, -1);
    case CommandEscape:
    case QuotedEscape:
      return image.slice(1);
    case QuotedOpen:
    case QuotedClose:
      return "";
    case UnclosedQuote: {
      const quote = image.charAt(0);
      problems.push({ kind: "unclosed-quote", span: source.span(startOffset, startOffset + 1), quote });
      return image.slice(1).trimEnd();
    }
    case BadCommandReference:
      problems.push({ kind: "bad-reference", span: span(), text: image });
      return image;
    case ShellDollar:
    case QuotedShellDollar:
      problems.push({ kind: "shell-variable", span: span(), text: image });
      return image;
    case ShellOperator:
    case QuotedBacktick:
      problems.push({ kind: "shell-operator", span: span(), operator: image });
      return image;
    default:
      return image;
  }
}
