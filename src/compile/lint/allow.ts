import type { CommentNode, RecipeNode, StatementNode } from "../../../grammar/ast.ts";
import {
  HOST_LINTS,
  LINTS,
  malformedAllowance,
  unknownLint,
  unusedAllowance,
} from "../../diagnostics/lints.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { SourceFile, Span } from "../../types/span.ts";

/** `# ctrc: allow CODE`: one code of it, and the lines that it is about. */
interface Allowance {
  readonly code: string;
  /** Of the code in the comment. */
  readonly span: Span;
  readonly firstLine: number;
  readonly lastLine: number;
}

/**
 * What is reported, without what the recipes allow, and with what is wrong with the allowances themselves.
 * @param isWhole whether every lint was looked for, so that an allowance of what is not there is one too many; those of a
 *   host are not missed
 */
export function withoutAllowed(
  diagnostics: readonly Diagnostic[],
  recipes: readonly RecipeNode[],
  sources: readonly SourceFile[],
  isWhole: boolean,
): Diagnostic[] {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const found: Diagnostic[] = [];
  const allowances = recipes.flatMap((recipe) =>
    recipe.comments.flatMap((comment) =>
      readComment(comment, recipe, texts.get(recipe.span.file) ?? "", (each) => found.push(each)),
    ),
  );
  const used = new Set<Allowance>();
  const left = diagnostics.filter((each) => {
    const allowance = allowances.find((one) => isAbout(one, each));
    if (allowance !== undefined) used.add(allowance);
    return allowance === undefined;
  });
  const unused = allowances.filter((each) => !used.has(each) && !HOST_LINTS.has(each.code));
  if (isWhole) for (const { span, code } of unused) found.push(unusedAllowance(span, code));
  return [...left, ...found];
}

function isAbout({ code, span, firstLine, lastLine }: Allowance, diagnostic: Diagnostic): boolean {
  const { file, line } = diagnostic.span;
  if (diagnostic.severity === "error") return false;
  return diagnostic.code === code && file === span.file && line >= firstLine && line <= lastLine;
}

function readComment(
  comment: CommentNode,
  recipe: RecipeNode,
  text: string,
  report: (diagnostic: Diagnostic) => void,
): Allowance[] {
  const directive = /^#\s*ctrc:\s*(.*)$/.exec(comment.text)?.[1];
  if (directive === undefined) return [];
  const codes = /^allow\s+([^:]+?)\s*(?::.*)?$/.exec(directive)?.[1];
  if (codes === undefined) {
    report(malformedAllowance(comment.span));
    return [];
  }
  const lines = linesOf(comment, recipe.statements, text);
  return [...codes.matchAll(/[^\s,]+/g)].flatMap(({ 0: code, index }) => {
    const offset = comment.text.indexOf(codes) + index;
    const start = comment.span.start + offset;
    const span = { ...comment.span, start, end: start + code.length, column: comment.span.column + offset };
    if (LINTS.includes(code)) return [{ code, span, ...lines }];
    report(unknownLint(span, code));
    return [];
  });
}

/** A comment at the end of a line is about the statement that it follows; one on a line of its own, about the next. */
function linesOf(
  { span }: CommentNode,
  statements: readonly StatementNode[],
  text: string,
): { firstLine: number; lastLine: number } {
  const before = text.slice(0, span.start);
  const isAlone = /(?:^\ufeff?|[\r\n])[ \t]*$/.test(before);
  const all = flattened(statements);
  const statement = isAlone
    ? all.find((each) => each.span.start > span.start)
    : all.findLast((each) => each.span.start < span.start);
  if (statement === undefined) return { firstLine: span.line, lastLine: span.line };
  const { start, line: firstLine } = statement.span;
  const headEnd = statement.block?.span.start ?? statement.span.end;
  const lastLine = firstLine + (text.slice(start, headEnd).match(LINE_BREAK)?.length ?? 0);
  // Behind the `}` of a block a comment is about that line alone.
  if (!isAlone && span.line > lastLine && statement.span.end <= span.start) {
    return { firstLine: span.line, lastLine: span.line };
  }
  return { firstLine, lastLine };
}

const LINE_BREAK = /\r\n|\r|\n/g;

/** Every statement, in the order of the text. */
function flattened(statements: readonly StatementNode[]): StatementNode[] {
  return statements.flatMap((each) => [each, ...flattened(each.block?.statements ?? [])]);
}
