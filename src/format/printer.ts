import type { AstPath, Doc, Options, Printer } from "prettier";
import { builders, printer as docPrinter } from "prettier/doc";
import { INDENTATION } from "./indented-text.ts";
import type {
  IndentedText,
  LayoutBlock,
  LayoutLine,
  LayoutList,
  LayoutRecipe,
  LayoutValue,
  ListRow,
  Part,
} from "./layout.ts";
import { concat, type PrintedLine, printLines } from "./lines.ts";

/** Every node that Prettier comes to. */
export type LayoutNode = LayoutRecipe | LayoutBlock | LayoutLine | Part | LayoutValue | ListRow;

type Print = (path: AstPath) => Doc;

const { align, hardline, literalline, join } = builders;

/** Blanks before a comment at the end of a line. */
const COMMENT_GAP = "  ";

/**
 * Prints a layout. There are no options: Prettier's own (`tabWidth`, `printWidth` and so on) change nothing, as lines are
 * broken where they were written.
 */
export const printer: Printer<LayoutNode> = {
  print: (path, _, print) => printNode(path, print),
  embed: embedShell,
  getVisitorKeys: (node) => VISITOR_KEYS[node.kind as LayoutNode["kind"]],
};

const VISITOR_KEYS: Readonly<Record<LayoutNode["kind"], string[]>> = {
  recipe: ["lines"],
  block: ["lines"],
  "comment-line": [],
  "statement-line": ["parts", "block"],
  part: ["value"],
  verbatim: [],
  text: [],
  list: ["rows"],
  "list-row": ["items"],
};

function printNode(path: AstPath<LayoutNode>, print: Print): Doc {
  const { node } = path;
  switch (node.kind) {
    case "recipe": {
      const lines = linesOf(path, print);
      return lines.length === 0 ? "" : [join(hardline, lines), hardline];
    }
    case "block":
      return printBlock(node, linesOf(path, print));
    case "part":
      return (path as AstPath<Part>).call(print, "value");
    case "verbatim":
      return node.text.includes("\n") ? join(literalline, node.text.split("\n")) : node.text;
    case "text":
      return printText(node, node.lines);
    case "list":
      return printList(node, mapChildren(path, print, "rows"));
    case "list-row":
      return printListRow(node, mapChildren(path, print, "items"));
    case "comment-line":
    case "statement-line":
      throw new Error("lines are printed by the block that they stand in");
  }
}

function linesOf(path: AstPath<LayoutNode>, print: Print): Doc[] {
  const printed = mapChildren(path, (linePath): PrintedLine => {
    const line = linePath.node as LayoutLine;
    if (line.kind === "comment-line") return { line, parts: [], block: undefined };
    const block = line.block === undefined ? undefined : (linePath.call(print, "block") as Doc);
    return { line, parts: mapChildren(linePath, print, "parts"), block };
  });
  return printLines(printed, COMMENT_GAP);
}

/** What `callback` makes of each child; Prettier's own types know only trees whose nodes are all alike. */
function mapChildren<T>(path: AstPath, callback: (path: AstPath) => T, key = "lines"): T[] {
  return path.map(callback as never, key as never) as T[];
}

function printBlock({ comment, isOneLine }: LayoutBlock, lines: Doc[]): Doc {
  if (isOneLine) return lines.length === 0 ? "{}" : concat(["{ ", ...lines, " }"]);
  const opening = comment === undefined ? "{" : `{${COMMENT_GAP}${comment}`;
  if (lines.length === 0) return [opening, hardline, "}"];
  return [opening, align(INDENTATION, [hardline, join(hardline, lines)]), hardline, "}"];
}

function printText({ opener, first, indentation }: IndentedText, lines: readonly string[]): Doc {
  const indented = lines.map((line, index) => {
    const isLast = index === lines.length - 1;
    return line === "" && !isLast ? "" : `${indentation}${line}`;
  });
  // Blanks at the ends of these lines are part of the text: no line break that trims them will do.
  return [join(literalline, [`${opener}${first}`, ...indented]), '"""'];
}

function printList({ comment, isBroken }: LayoutList, rows: Doc[]): Doc {
  if (!isBroken) return concat(["[", ...rows, "]"]);
  const opening = comment === undefined ? "[" : `[${COMMENT_GAP}${comment}`;
  return [
    opening,
    align(
      INDENTATION,
      rows.flatMap((row) => [hardline, row]),
    ),
    hardline,
    "]",
  ];
}

function printListRow({ items, hasMore, comment }: ListRow, printed: Doc[]): Doc {
  if (items.length === 0) return comment ?? "";
  const tail = hasMore ? "," : "";
  const row = concat(printed.flatMap((item, index) => (index === 0 ? [item] : [", ", item])));
  return concat([row, tail, ...(comment === undefined ? [] : [COMMENT_GAP, comment])]);
}

/** Formats shell text with the parser `sh` of another plugin, such as prettier-plugin-sh, where there is one. */
function embedShell(path: AstPath, options: Options): ReturnType<NonNullable<Printer["embed"]>> {
  const node = path.node as LayoutNode;
  if (node.kind !== "text" || node.shell === undefined || !hasShellParser(options)) return null;
  const { shell } = node;
  return async (textToDoc) => {
    const doc = await textToDoc(shell, { parser: "sh" });
    const settings = { printWidth: 110, tabWidth: 2, useTabs: false };
    const text = docPrinter.printDocToString(doc, settings).formatted.trimEnd();
    return text.includes('"""') ? undefined : printText({ ...node, first: "" }, [...text.split("\n"), ""]);
  };
}

function hasShellParser({ plugins = [] }: Options): boolean {
  return plugins.some(
    (plugin) => typeof plugin === "object" && "parsers" in plugin && plugin.parsers?.sh !== undefined,
  );
}
