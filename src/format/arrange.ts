import type {
  ArgumentNode,
  CommandNode,
  CommentNode,
  ListNode,
  RecipeNode,
  StatementNode,
} from "../../grammar/ast.ts";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { BlockName } from "../../grammar/vocabulary/schema.ts";
import type { Span } from "../types/span.ts";
import { layOutText } from "./indented-text.ts";
import type {
  LayoutBlock,
  LayoutLine,
  LayoutList,
  LayoutRecipe,
  LayoutValue,
  ListRow,
  Part,
  Separator,
  StatementLine,
} from "./layout.ts";

/** The layout of a recipe that has no mistakes in its syntax. */
export function arrange(recipe: RecipeNode, text: string): LayoutRecipe {
  return new Arrangement(recipe, text).recipe();
}

/** Goes through the tree and the comments together, in the order of the text. */
class Arrangement {
  readonly #root: RecipeNode;
  readonly #text: string;
  readonly #comments: readonly CommentNode[];
  #nextComment = 0;

  constructor(root: RecipeNode, text: string) {
    this.#root = root;
    this.#text = text;
    this.#comments = root.comments;
  }

  recipe(): LayoutRecipe {
    const { statements, span } = this.#root;
    // A byte order mark belongs to no line.
    const start = this.#text.startsWith("\ufeff") ? 1 : 0;
    const { lines } = this.#lines(statements, { start, end: span.end, blockName: "recipe", depth: 0 });
    return { kind: "recipe", lines, span };
  }

  #lines(
    statements: readonly StatementNode[],
    place: {
      readonly start: number;
      readonly end: number;
      readonly blockName: BlockName | undefined;
      readonly depth: number;
    },
  ): { readonly lines: LayoutLine[]; readonly comment: string | undefined } {
    const lines: LayoutLine[] = [];
    let comment: string | undefined;
    let last = place.start;
    const isInBlock = place.start > 0 && this.#text[place.start - 1] === "{";
    const addComments = (until: number): void => {
      for (let node = this.#commentBefore(until); node !== undefined; node = this.#commentBefore(until)) {
        const text = trimmed(node);
        const before = lines.at(-1);
        const hasLineBefore = before === undefined ? isInBlock : before.kind === "statement-line";
        if (hasLineBefore && !this.#hasLineBreak(last, node.span.start)) {
          if (before?.kind === "statement-line") lines[lines.length - 1] = { ...before, comment: text };
          else comment = text;
        } else {
          const hasGap = before !== undefined && this.#hasEmptyLine(last, node.span.start);
          lines.push({ kind: "comment-line", hasGap, text, span: node.span });
        }
        last = node.span.end;
      }
    };
    for (const statement of statements) {
      addComments(statement.span.start);
      const hasGap = lines.length > 0 && this.#hasEmptyLine(last, statement.span.start);
      lines.push(this.#statement(statement, { hasGap, blockName: place.blockName, depth: place.depth }));
      last = statement.span.end;
    }
    addComments(place.end);
    return { lines, comment };
  }

  #statement(
    statement: StatementNode,
    { hasGap, blockName, depth }: { hasGap: boolean; blockName: BlockName | undefined; depth: number },
  ): StatementLine {
    const { keyword, keywordSpan, command, block, span } = statement;
    const parts: Part[] = [];
    let isContinued = false;
    let last = keywordSpan.end;
    const add = (role: Part["role"], at: Span, value: () => LayoutValue): void => {
      const separator = parts.length === 0 ? NOTHING : this.#separator(last, at.start);
      isContinued ||= separator.isJoined;
      parts.push({ kind: "part", role, separator, value: value(), span: at });
      last = at.end;
    };
    // A bare command has no keyword of its own: the `$` of the command is it.
    if (keyword !== "$") add("keyword", keywordSpan, () => this.#verbatim(keywordSpan));
    for (const argument of statement.arguments) {
      add("argument", argument.span, () => this.#value(argument, depth + (isContinued ? 2 : 1)));
    }
    for (const at of command === undefined ? [] : commandSpans(command)) {
      add("command", at, () => this.#verbatim(at));
    }
    return {
      kind: "statement-line",
      hasGap,
      blockName,
      keyword,
      parts,
      block: block === undefined ? undefined : this.#block(statement, blockName, depth),
      comment: undefined,
      span,
    };
  }

  #block({ keyword, block }: StatementNode, outer: BlockName | undefined, depth: number): LayoutBlock {
    if (block === undefined) throw new Error(`\`${keyword}\` has no block`);
    const { span, statements } = block;
    const blockName = blockOf(outer, keyword);
    const place = { start: span.start + 1, end: span.end, blockName, depth: depth + 1 };
    const { lines, comment } = this.#lines(statements, place);
    const isOneLine =
      lines.length === 0 || (lines.length === 1 && !/[\r\n]/.test(this.#text.slice(span.start, span.end)));
    const hasInner = lines.some((line) => line.kind === "statement-line" && line.block !== undefined);
    return {
      kind: "block",
      comment,
      lines,
      isOneLine: isOneLine && !hasInner && comment === undefined,
      span,
    };
  }

  #value(node: ArgumentNode, depth: number): LayoutValue {
    switch (node.kind) {
      case "list":
        return this.#list(node, depth);
      case "string":
      case "shell":
        return layOutText(node, this.#written(node.span), depth);
      default:
        return this.#verbatim(node.span);
    }
  }

  #list({ items, span }: ListNode, depth: number): LayoutList {
    const rows: ListRow[] = [];
    let comment: string | undefined;
    let isBroken = false;
    let last = span.start + 1;
    const addComments = (until: number): void => {
      for (let node = this.#commentBefore(until); node !== undefined; node = this.#commentBefore(until)) {
        const text = trimmed(node);
        const before = rows.at(-1);
        isBroken = true;
        if (this.#hasLineBreak(last, node.span.start)) {
          rows.push({ kind: "list-row", items: [], hasMore: false, comment: text, span: node.span });
        } else if (before === undefined) comment = text;
        else rows[rows.length - 1] = { ...before, comment: text };
        last = node.span.end;
      }
    };
    for (const [index, item] of items.entries()) {
      addComments(item.span.start);
      const startsRow = this.#hasLineBreak(last, item.span.start);
      isBroken ||= startsRow;
      const value = this.#value(item, depth + 1);
      const before = rows.at(-1);
      const hasMore = index < items.length - 1;
      if (startsRow || before === undefined || before.comment !== undefined) {
        rows.push({ kind: "list-row", items: [value], hasMore, comment: undefined, span: item.span });
      } else {
        rows[rows.length - 1] = { ...before, items: [...before.items, value], hasMore };
      }
      last = item.span.end;
    }
    addComments(span.end);
    isBroken ||= this.#hasLineBreak(last, span.end - 1) && items.length > 0;
    return { kind: "list", rows, isBroken, comment, span };
  }

  #verbatim(span: Span): LayoutValue {
    return { kind: "verbatim", text: this.#written(span), span };
  }

  #written(span: Span): string {
    return this.#text.slice(span.start, span.end);
  }

  /** Takes the next comment, if it begins before `offset`. */
  #commentBefore(offset: number): CommentNode | undefined {
    const comment = this.#comments[this.#nextComment];
    if (comment === undefined || comment.span.start >= offset) return undefined;
    this.#nextComment++;
    return comment;
  }

  #separator(start: number, end: number): Separator {
    const between = this.#text.slice(start, end);
    return { hasComma: between.includes(","), isJoined: /[\r\n]/.test(between) };
  }

  /** Whether a line ends between two places; one that `\` joins to the next does not. */
  #hasLineBreak(start: number, end: number): boolean {
    return /[\r\n]/.test(this.#text.slice(start, end).replace(JOINED_LINE, ""));
  }

  #hasEmptyLine(start: number, end: number): boolean {
    const between = this.#text.slice(start, end).replace(JOINED_LINE, "");
    return (between.match(LINE_BREAK)?.length ?? 0) > 1;
  }
}

const NOTHING: Separator = { hasComma: false, isJoined: false };
const LINE_BREAK = /\r\n|\r|\n/g;
const JOINED_LINE = /\\(?:\r\n|\r|\n)/g;

function trimmed({ text }: CommentNode): string {
  return text.trimEnd();
}

/** `$`, then each word. */
function commandSpans({ words, span }: CommandNode): Span[] {
  return [{ ...span, end: span.start + 1 }, ...words.map((word) => word.span)];
}

/** What stands in the block of a statement. */
function blockOf(outer: BlockName | undefined, keyword: string): BlockName | undefined {
  if (outer === undefined) return undefined;
  const row = vocabulary[outer].statements.find((each) => each.keyword === keyword);
  return row?.forms.find((form) => form.block !== undefined)?.block;
}
