import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import type { ArgumentNode, StatementNode } from "../../grammar/ast.ts";
import type { Analysis } from "./analysis.ts";
import type { Stretch } from "./stretch.ts";

/** What can be folded away: blocks, lists and texts of several lines, and comments that follow one another. */
export function foldingRanges({ recipe, document, text }: Analysis): FoldingRange[] {
  const lineOf = (offset: number): number => document.positionAt(offset).line;
  const ranges: FoldingRange[] = [];
  const add = ({ start, end }: Stretch, hasCloser: boolean, kind?: FoldingRangeKind): void => {
    const startLine = lineOf(start);
    // The line of the closer stays, so that one sees what was folded.
    const endLine = lineOf(end) - (hasCloser ? 1 : 0);
    if (endLine > startLine) ranges.push({ startLine, endLine, ...(kind === undefined ? {} : { kind }) });
  };
  for (const node of foldable(recipe.statements))
    add(node.span, ']}"'.includes(text[node.span.end - 1] ?? " "));
  for (const run of commentRuns(
    recipe.comments.map(({ span }) => span),
    text,
  ))
    add(run, false, FoldingRangeKind.Comment);
  return ranges.sort((a, b) => a.startLine - b.startLine);
}

function* foldable(statements: readonly StatementNode[]): Generator<{ readonly span: Stretch }> {
  for (const { arguments: nodes, block } of statements) {
    for (const node of nodes) if (isLong(node)) yield node;
    if (block === undefined) continue;
    yield block;
    yield* foldable(block.statements);
  }
}

function isLong({ kind }: ArgumentNode): boolean {
  return kind === "list" || kind === "string" || kind === "shell";
}

/** Comments on lines of their own, without a line of anything else between them. */
function commentRuns(comments: readonly Stretch[], text: string): Stretch[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of comments) {
    const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
    if (before.trim() !== "") continue;
    const last = runs.at(-1);
    if (last !== undefined && /^[ \t]*\r?\n?[ \t]*$/.test(text.slice(last.end, start))) last.end = end;
    else runs.push({ start, end });
  }
  return runs;
}
