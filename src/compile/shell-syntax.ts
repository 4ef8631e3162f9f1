import type { ArgumentNode, RecipeNode, ShellNode, StatementNode } from "../../grammar/ast.ts";
import { createSource } from "../../grammar/source.ts";
import { shellSyntax } from "../diagnostics/shell.ts";
import type { Diagnostic } from "../types/diagnostic.ts";
import type { SourceFile, Span } from "../types/span.ts";

/**
 * Reads the text of every `shell """…"""` as bash would. The reader is mvdan/sh compiled to WebAssembly; it is loaded
 * for recipes that have such text, and for no others.
 */
export async function checkShellSyntax(
  recipes: readonly RecipeNode[],
  sources: readonly SourceFile[],
): Promise<Diagnostic[]> {
  const nodes = recipes.flatMap((recipe) => shellNodes(recipe.statements));
  if (nodes.length === 0) return [];
  const { parse } = await import("sh-syntax");
  const diagnostics: Diagnostic[] = [];
  for (const node of nodes) {
    const fault = await parse(node.text).then(() => undefined, readFault);
    if (fault === undefined) continue;
    const source = sources.find((each) => each.file === node.span.file);
    const span =
      fault.offsetBytes === undefined ? undefined : spanInText(node, fault.offsetBytes, source?.text ?? "");
    diagnostics.push(shellSyntax(span ?? node.span, fault.message));
  }
  return diagnostics;
}

function shellNodes(statements: readonly StatementNode[]): ShellNode[] {
  return statements.flatMap((statement) => [
    ...statement.arguments.flatMap(shellArguments),
    ...shellNodes(statement.block?.statements ?? []),
  ]);
}

function shellArguments(node: ArgumentNode): ShellNode[] {
  if (node.kind === "list") return node.items.flatMap(shellArguments);
  return node.kind === "shell" ? [node] : [];
}

interface Fault {
  readonly message: string;
  /** In UTF-8, from the start of the text. */
  readonly offsetBytes: number | undefined;
}

/** What the reader throws: an error of its own with a place, or the WebAssembly machine's when its stack is used up. */
function readFault(error: unknown): Fault {
  if (!(error instanceof Error)) throw error;
  if (error.name === "RuntimeError") return { message: "it is nested too deeply", offsetBytes: undefined };
  const place = "Pos" in error ? (error.Pos as { readonly Offset?: number } | null) : null;
  return { message: error.message, offsetBytes: place?.Offset };
}

/**
 * The place in the recipe of an offset in the text, from which the recipe's own indentation was removed.
 * @returns undefined where the file's text is not at hand
 */
function spanInText(node: ShellNode, offsetBytes: number, fileText: string): Span | undefined {
  const written = fileText.slice(node.span.start, node.span.end);
  const body = written.indexOf('"""') + 3;
  if (body < 3) return undefined;
  const bytes = new TextEncoder().encode(node.text).subarray(0, offsetBytes);
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const linesBefore = before.split("\n");
  const column = linesBefore.at(-1)?.length ?? 0;
  const textLine = node.text.split("\n")[linesBefore.length - 1] ?? "";
  const opensWithLine = /^[ \t]*(?:\r\n|\r|\n)/.test(written.slice(body));
  const line = linesBefore.length - 1 + (opensWithLine ? 1 : 0);
  const start = node.span.start + body + lineStart(written.slice(body), line);
  const [writtenLine = ""] = fileText.slice(start, node.span.end).split(/\r\n|\r|\n|"""$/, 1);
  const indentation = textLine === "" ? 0 : writtenLine.length - textLine.length;
  const length = /^(?:\w+|.)/.exec(textLine.slice(column))?.[0].length ?? 0;
  const at = start + indentation + column;
  return createSource(node.span.file, fileText).span(at, at + length);
}

/** Offset of the beginning of the line `number`, counted from 0. */
function lineStart(text: string, number: number): number {
  const breaks = /\r\n|\r|\n/g;
  for (let line = 0; line < number; line += 1) {
    if (breaks.exec(text) === null) return text.length;
  }
  return number === 0 ? 0 : breaks.lastIndex;
}
