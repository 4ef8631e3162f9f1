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

/** Adds a statement to those before it; one without a keyword is left out, as nothing can be said of the rest. */
export function addStatement(building: Building, statements: StatementNode[], parts: StatementParts): void {
  const { opening, command, block } = parts;
  if (opening === undefined && command === undefined && block !== undefined) {
    addLostBlock(building, statements, block);
    return;
  }
  const keyword = opening === undefined && command !== undefined ? bareCommand(command) : opening?.keyword;
  if (keyword === undefined) return;
  const { source } = building;
  const argumentNodes =
    opening?.argument === undefined ? parts.arguments : [opening.argument, ...parts.arguments];
  const keywordEnd = keyword.start + keyword.text.length;
  const end = (block ?? command ?? argumentNodes.at(-1))?.span.end ?? keywordEnd;
  statements.push({
    kind: "statement",
    keyword: keyword.text,
    keywordSpan: source.span(keyword.start, keywordEnd),
    arguments: argumentNodes,
    command,
    block,
    span: source.span(keyword.start, end),
  });
}

/** A block without a keyword is no statement: it can only have been meant for the one before it, or not at all. */
function addLostBlock({ source, problems }: Building, statements: StatementNode[], block: BlockNode): void {
  problems.push({
    kind: "missing-keyword",
    span: source.span(block.span.start, block.span.start + 1),
    text: "{",
  });
  const owner = statements.at(-1);
  if (owner === undefined || owner.block !== undefined || owner.command !== undefined) {
    for (const statement of block.statements) statements.push(statement);
    return;
  }
  const span = source.span(owner.span.start, block.span.end);
  statements[statements.length - 1] = { ...owner, block, span };
}

function bareCommand(command: CommandNode): { text: string; start: number } {
  return { text: "$", start: command.span.start };
}
