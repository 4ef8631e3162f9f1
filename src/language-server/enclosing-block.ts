import type { IToken } from "chevrotain";
import { BlockClose, BlockOpen, ListClose, ListOpen, Word } from "../../grammar/tokens/code.ts";
import { tokenize } from "../../grammar/tokens.ts";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { BlockName } from "../../grammar/vocabulary/schema.ts";
import { surveyBrackets } from "../compile/1-parse/bracket-survey.ts";
import { closeBlocksAfterCommands } from "../compile/1-parse/command-braces.ts";
import { isLineEnd } from "../compile/1-parse/line-end.ts";

/** The block that a place is in. */
export interface EnclosingBlock {
  readonly name: BlockName;
  /** The keywords of the statements that it has before the place. */
  readonly keywords: ReadonlySet<string>;
}

interface Level {
  /** Undefined: a block that the language does not have. */
  readonly name: BlockName | undefined;
  readonly column: number;
  readonly keywords: Set<string>;
}

/**
 * The innermost block that is open at an offset. Only what stands before it decides: what follows may belong to
 * something else while a `}` is not there yet.
 */
export function enclosingBlock(text: string, offset: number): EnclosingBlock | undefined {
  const isWhole = surveyBrackets(closed(text)).isPaired;
  const levels: Level[] = [{ name: "recipe", column: -1, keywords: new Set() }];
  const top = (): Level => levels.at(-1) ?? { name: undefined, column: -1, keywords: new Set() };
  let keyword = "";
  let column = 0;
  let isFirst = true;
  let list = 0;
  for (const token of closed(text.slice(0, offset))) {
    const { tokenType, image, startOffset } = token;
    if (tokenType === ListOpen) list += 1;
    else if (tokenType === ListClose) list = Math.max(0, list - 1);
    else if (isLineEnd(token)) isFirst ||= list === 0;
    else if (tokenType === BlockOpen) {
      levels.push({ name: blockOf(keyword, top().name), column, keywords: new Set() });
      isFirst = true;
    } else if (tokenType === BlockClose) {
      if (levels.length > 1) levels.pop();
    } else if (isFirst) {
      isFirst = false;
      // What is being written says nothing yet.
      if (tokenType !== Word || startOffset + image.length === offset) continue;
      keyword = image;
      column = startOffset - (text.lastIndexOf("\n", startOffset) + 1);
      while (!isWhole && levels.length > 1 && endsBlock(keyword, column, levels)) levels.pop();
      top().keywords.add(keyword);
    }
  }
  const { name, keywords } = top();
  return name === undefined ? undefined : { name, keywords };
}

function closed(text: string): IToken[] {
  const { tokens } = tokenize(text);
  closeBlocksAfterCommands(tokens);
  return tokens;
}

/** Whether a statement shows by its place that the block before it has ended, though its `}` is missing. */
function endsBlock(keyword: string, column: number, levels: readonly Level[]): boolean {
  const [last, outer] = [levels.at(-1), levels.at(-2)];
  return last !== undefined && column <= last.column && blockOf(keyword, outer?.name) !== undefined;
}

function blockOf(keyword: string, within: BlockName | undefined): BlockName | undefined {
  if (within === undefined) return undefined;
  const row = vocabulary[within].statements.find((each) => each.keyword === keyword);
  return row?.forms.find((form) => form.block !== undefined)?.block;
}
