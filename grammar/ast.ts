import type { Span } from "../src/types/span.ts";

/**
 * The tree that the parser builds. It knows the shape of a recipe (statements, blocks, words, strings, commands)
 * and nothing of its vocabulary: which keyword takes what is the checker's business.
 */
export interface RecipeNode {
  readonly kind: "recipe";
  readonly statements: readonly StatementNode[];
  /** Every comment of the file in order, wherever it stood. */
  readonly comments: readonly CommentNode[];
  readonly span: Span;
}

/** `# …` up to the end of its line, the `#` included, the newline not. */
export interface CommentNode {
  readonly kind: "comment";
  readonly text: string;
  readonly span: Span;
}

/** One keyword with what follows it: arguments, then perhaps a command, then perhaps a block. */
export interface StatementNode {
  readonly kind: "statement";
  /** The first word. A line that is a bare command (`$ make`) has the keyword `$`. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly arguments: readonly ArgumentNode[];
  readonly command: CommandNode | undefined;
  readonly block: BlockNode | undefined;
  readonly span: Span;
}

export interface BlockNode {
  readonly kind: "block";
  readonly statements: readonly StatementNode[];
  /** From `{` to `}`, both included. */
  readonly span: Span;
}

export type ArgumentNode = WordNode | StringNode | ShellNode | ListNode | OperatorNode;

/** A bare word such as `busybox`, `2GB`, `1..10`, `${rounds}`, or pieces of both without a blank between them. */
export interface WordNode {
  readonly kind: "word";
  readonly pieces: readonly PieceNode[];
  readonly span: Span;
}

/** `"…"` or `"""…"""`, escapes already replaced, indentation of the latter already removed. */
export interface StringNode {
  readonly kind: "string";
  readonly pieces: readonly PieceNode[];
  readonly span: Span;
}

/** `shell """…"""`: bash text, taken literally; `${x}` in it is bash's own. */
export interface ShellNode {
  readonly kind: "shell";
  /** Without the quotes, indentation removed. */
  readonly text: string;
  readonly span: Span;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly ArgumentNode[];
  readonly span: Span;
}

export interface OperatorNode {
  readonly kind: "operator";
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly span: Span;
}

export type PieceNode = TextNode | ReferenceNode;

export interface TextNode {
  readonly kind: "text";
  readonly text: string;
  readonly span: Span;
}

/** `${name}` or, for what a started container has, `${name.pid}`; `name` is what stands between the braces. */
export interface ReferenceNode {
  readonly kind: "reference";
  readonly name: string;
  readonly span: Span;
}

/** What follows `$`: the words of one command, quotes and backslashes already resolved as a shell would. */
export interface CommandNode {
  readonly kind: "command";
  readonly words: readonly CommandWordNode[];
  /** From `$` to the end of the last word. */
  readonly span: Span;
}

export interface CommandWordNode {
  readonly kind: "command-word";
  readonly pieces: readonly PieceNode[];
  readonly span: Span;
}
