import type { RecipeNode } from "../../grammar/ast.ts";
import type { Span } from "../../src/types/span.ts";

interface AnyNode {
  readonly kind: string;
  readonly span: Span;
}

/** Every node of a tree with the node that holds it. */
export function nodesOf(recipe: RecipeNode): { node: AnyNode; parent: AnyNode | undefined }[] {
  const found: { node: AnyNode; parent: AnyNode | undefined }[] = [];
  const visit = (value: unknown, parent: AnyNode | undefined): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, parent);
    else if (isNode(value)) {
      found.push({ node: value, parent });
      for (const [key, child] of Object.entries(value)) if (key !== "span") visit(child, value);
    }
  };
  visit(recipe, undefined);
  return found;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

/** Line and column of an offset, found the slow way. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? "";
  const mark = lines.length === 1 && last.startsWith("\ufeff") ? 1 : 0;
  // A place between CR and LF is on the line that they end.
  if (text[offset - 1] === "\r" && text[offset] === "\n") {
    return { line: lines.length - 1, column: (lines.at(-2) ?? "").length + 2 };
  }
  return { line: lines.length, column: last.length - mark + 1 };
}
