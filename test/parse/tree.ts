import type {
  ArgumentNode,
  CommandWordNode,
  PieceNode,
  RecipeNode,
  StatementNode,
} from "../../grammar/ast.ts";
import type { Span } from "../../src/types/span.ts";

/** A tree as lines: place, length, what it is. */
export function printTree(recipe: RecipeNode): string {
  const lines = recipe.statements.flatMap((each) => statementLines(each, ""));
  const comments = recipe.comments.map(({ text, span }) => `${place(span)} comment ${text}`);
  return [...lines, ...comments, ""].join("\n");
}

function statementLines(node: StatementNode, indent: string): string[] {
  const { command, block } = node;
  const inner = `${indent}  `;
  return [
    `${indent}${place(node.span)} ${node.keyword} (${place(node.keywordSpan)})`,
    ...node.arguments.flatMap((each) => argumentLines(each, inner)),
    ...(command === undefined ? [] : [`${inner}${place(command.span)} $`]),
    ...(command?.words ?? []).map((each) => `${inner}  ${withPieces(each)}`),
    ...(block === undefined ? [] : [`${inner}${place(block.span)} {}`]),
    ...(block?.statements ?? []).flatMap((each) => statementLines(each, `${inner}  `)),
  ];
}

function argumentLines(node: ArgumentNode, indent: string): string[] {
  switch (node.kind) {
    case "list":
      return [
        `${indent}${place(node.span)} list`,
        ...node.items.flatMap((each) => argumentLines(each, `${indent}  `)),
      ];
    case "operator":
      return [`${indent}${place(node.span)} operator ${node.operator}`];
    case "shell":
      return [`${indent}${place(node.span)} shell ${JSON.stringify(node.text)}`];
    default:
      return [`${indent}${withPieces(node)}`];
  }
}

function withPieces(
  node: { kind: string; span: Span; pieces: readonly PieceNode[] } | CommandWordNode,
): string {
  const pieces = node.pieces.map((piece) => {
    const text = piece.kind === "text" ? JSON.stringify(piece.text) : `\${${piece.name}}`;
    return node.pieces.length === 1 ? text : `${text}@${place(piece.span)}`;
  });
  return [place(node.span), node.kind, ...pieces].join(" ");
}

function place({ line, column, start, end }: Span): string {
  return `${line}:${column}+${end - start}`;
}
