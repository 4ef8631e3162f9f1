import type { ShellNode, StringNode } from "../../grammar/ast.ts";
import { commonIndentation } from "../../grammar/strings/indentation.ts";
import type { IndentedText, Verbatim } from "./layout.ts";

/**
 * A string or shell text as it is laid out: one of several lines moves with the recipe around it, so that what it
 * means stays the same; anything else is written as it was.
 * @param written its text in the recipe, quotes included
 * @param depth how deep its lines are to be indented
 */
export function layOutText(
  node: StringNode | ShellNode,
  written: string,
  depth: number,
): IndentedText | Verbatim {
  const { span } = node;
  const shell = node.kind === "shell" ? node.text : undefined;
  if (shell === undefined && !written.startsWith('"""')) return { kind: "verbatim", text: written, span };
  const opener = shell === undefined ? '"""' : 'shell """';
  const content = written.slice(written.indexOf('"""') + 3, -3);
  const [first = "", ...rest] = content.split(LINE_BREAK);
  if (rest.length === 0) return { kind: "verbatim", text: `${opener}${content}"""`, span };
  const common = commonIndentation(content).length;
  return {
    kind: "text",
    opener,
    first: isBlank(first) ? "" : first,
    lines: rest.map((line) => (isBlank(line) ? "" : line.slice(common))),
    indentation: INDENTATION.repeat(depth),
    shell,
    span,
  };
}

/** What a level of the layout is indented by. */
export const INDENTATION = "  ";

function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

const LINE_BREAK = /\r\n|\r|\n/;
