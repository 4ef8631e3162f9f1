import type { ArgumentNode, BlockNode, CommandNode, StatementNode } from "../ast.ts";
import type { Building } from "./pieces.ts";
import type { Opening } from "./word.ts";

/** What the parser found of a statement, in the order in which it can stand. */
export interface StatementParts {
  opening: Opening | undefined;
  readonly arguments: ArgumentNode[];
  command: CommandNode | undefined;
  block: BlockNode | undefined;
}

/** Undefined if there is no keyword, so that nothing can be said of the rest. */
export function buildStatement(
  { source, problems }: Building,
  parts: StatementParts,
): StatementNode | undefined {
  const { opening, command, block } = parts;
  if (opening === undefined && block !== undefined) {
    const span = source.span(block.span.start, block.span.start + 1);
    problems.push({ kind: "missing-keyword", span, text: "{" });
    return undefined;
  }
  const keyword = opening === undefined && command !== undefined ? bareCommand(command) : opening?.keyword;
  if (keyword === undefined) return undefined;
  const argumentNodes =
    opening?.argument === undefined ? parts.arguments : [opening.argument, ...parts.arguments];
  const keywordEnd = keyword.start + keyword.text.length;
  const end = (block ?? command ?? argumentNodes.at(-1))?.span.end ?? keywordEnd;
  return {
    kind: "statement",
    keyword: keyword.text,
    keywordSpan: source.span(keyword.start, keywordEnd),
    arguments: argumentNodes,
    command,
    block,
    span: source.span(keyword.start, end),
  };
}

function bareCommand(command: CommandNode): { text: string; start: number } {
  return { text: "$", start: command.span.start };
}
