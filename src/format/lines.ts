import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import { columnsOf, padding, repeatedSeparator, stretches } from "./columns.ts";
import { INDENTATION } from "./indented-text.ts";
import type { LayoutLine, Part, StatementLine } from "./layout.ts";

const { align, hardline } = builders;

/** A line of a block with what its children came out as. */
export interface PrintedLine {
  readonly line: LayoutLine;
  readonly parts: readonly Doc[];
  readonly block: Doc | undefined;
}

/**
 * The lines of a block, laid out together: settings have their values in one column, and comments at the ends of
 * neighbouring lines begin in one. An empty line parts them.
 */
export function printLines(printed: readonly PrintedLine[], commentGap: string): Doc[] {
  const paddings = padSettings(printed);
  const bodies = printed.map((each, index) => printBody(each, paddings[index] ?? []));
  const comments = padComments(printed, bodies);
  return printed.map(({ line }, index) => {
    const body = bodies[index] ?? "";
    const whole =
      line.kind === "statement-line" && line.comment !== undefined
        ? concat([body, " ".repeat(comments[index] ?? 0), commentGap, line.comment])
        : body;
    return line.hasGap ? [hardline, whole] : whole;
  });
}

/** For each line, how many blanks follow each of its first words besides the usual one. */
function padSettings(printed: readonly PrintedLine[]): number[][] {
  const result: number[][] = printed.map(() => []);
  const cells = printed.map(paddedCells);
  const found = stretches(printed, ({ line }) => {
    const columns = line.kind === "comment-line" ? undefined : columnsOf(line);
    if (columns === 0) return undefined;
    // Comments between settings leave them in one column.
    return { to: columns, begins: line.hasGap };
  });
  for (const indexes of found) {
    const blanks = padding(indexes.map((index) => cells[index] ?? []));
    for (const [row, index] of indexes.entries()) result[index] = blanks[row] ?? [];
  }
  return result;
}

function paddedCells({ line, parts }: PrintedLine): string[] {
  if (line.kind === "comment-line") return [];
  const cells: string[] = [];
  for (const [index, doc] of parts.slice(0, columnsOf(line)).entries()) {
    const next = line.parts[index + 1];
    if (typeof doc !== "string" || next?.role !== "argument" || next.separator.isJoined) break;
    cells.push(doc);
  }
  return cells;
}

function padComments(printed: readonly PrintedLine[], bodies: readonly Doc[]): number[] {
  const result: number[] = printed.map(() => 0);
  const indexes = printed.map((_, index) => index);
  const found = stretches(indexes, (index) => {
    const line = printed[index]?.line;
    const isPlain = line?.kind === "statement-line" && line.comment !== undefined;
    return isPlain && typeof bodies[index] === "string" ? { to: undefined, begins: line.hasGap } : undefined;
  });
  for (const stretch of found) {
    const blanks = padding(stretch.map((index) => [bodies[index] as string]));
    for (const [row, index] of stretch.entries()) result[index] = blanks[row]?.[0] ?? 0;
  }
  return result;
}

function printBody({ line, parts, block }: PrintedLine, blanks: readonly number[]): Doc {
  if (line.kind === "comment-line") return line.text;
  const docs = parts.map((doc, index) => {
    const padded = blanks[index] ?? 0;
    return padded === 0 ? doc : concat([doc, " ".repeat(padded)]);
  });
  const body = printParts(line, docs, blanks.length);
  return block === undefined ? body : concat([body, " ", block]);
}

/** What stands before the first `\`, and then, indented, what stands after it. */
function printParts(line: StatementLine, docs: readonly Doc[], padded: number, from = 0): Doc {
  const printed: Doc[] = [];
  for (let index = from; index < docs.length; index++) {
    const part = line.parts[index];
    const doc = docs[index];
    if (part === undefined || doc === undefined) break;
    const separator = index === 0 ? "" : separatorOf(line, index, padded);
    if (part.separator.isJoined && index > from) {
      const rest = printParts(line, docs, padded, index);
      const continued = [`${separator.trimEnd()} \\`, hardline, rest];
      return [...printed, from === 0 ? align(INDENTATION, continued) : continued];
    }
    if (index > from) printed.push(separator);
    printed.push(doc);
  }
  return concat(printed);
}

/** What stands between a part and the one before it. */
function separatorOf(line: StatementLine, index: number, padded: number): string {
  const part = line.parts[index];
  const before = line.parts[index - 1];
  if (part?.role !== "argument" || before?.role !== "argument" || index <= padded) return " ";
  const repeated = repeatedSeparator(line);
  if (repeated !== undefined) return repeated;
  if (!part.separator.hasComma) return " ";
  return isNumbers(before) && isNumbers(part) ? "," : ", ";
}

/** CPU numbers such as `0-3,8` are written as one word, which the comma makes two of. */
function isNumbers({ value }: Part): boolean {
  return value.kind === "verbatim" && /^(?:\d+(?:-\d+)?|.*\$\{.*)$/.test(value.text);
}

/** One string where all parts are strings, so that its width is known. */
export function concat(docs: readonly Doc[]): Doc {
  return docs.every((doc) => typeof doc === "string") ? docs.join("") : [...docs];
}
