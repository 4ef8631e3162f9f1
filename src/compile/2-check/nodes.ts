import type { ArgumentNode, PieceNode, ReferenceNode, StringNode, WordNode } from "../../../grammar/ast.ts";

/** The text of a word or string without references, or undefined. */
export function plainText(pieces: readonly PieceNode[]): string | undefined {
  let text = "";
  for (const piece of pieces) {
    if (piece.kind === "reference") return undefined;
    text += piece.text;
  }
  return text;
}

/** The reference that a word or string is, if it is one and nothing else. */
export function soleReference(pieces: readonly PieceNode[]): ReferenceNode | undefined {
  const [piece, second] = pieces;
  return piece?.kind === "reference" && second === undefined ? piece : undefined;
}

export function isTextual(node: ArgumentNode): node is WordNode | StringNode {
  return node.kind === "word" || node.kind === "string";
}

export function isWord(node: ArgumentNode | undefined, word: string): boolean {
  return node?.kind === "word" && plainText(node.pieces) === word;
}

/** A word or string as the recipe writes it, references included, quotes left out. */
export function written(pieces: readonly PieceNode[]): string {
  return pieces.map((piece) => (piece.kind === "text" ? piece.text : `\${${piece.name}}`)).join("");
}

/** What an argument is, in a sentence. */
export function nodePhrase(node: ArgumentNode): string {
  switch (node.kind) {
    case "word":
      return `\`${written(node.pieces)}\``;
    case "string":
      return "a string";
    case "shell":
      return "shell text";
    case "list":
      return "a list";
    case "operator":
      return `\`${node.operator}\``;
  }
}
