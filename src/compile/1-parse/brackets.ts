import type { IToken, TokenType } from "chevrotain";
import type { Problem } from "../../../grammar/problem.ts";
import type { Source } from "../../../grammar/source.ts";
import {
  BlockClose,
  BlockOpen,
  CommandStart,
  ListClose,
  ListOpen,
  TextOpen,
  UnclosedShell,
  UnclosedString,
  UnclosedText,
} from "../../../grammar/tokens/code.ts";
import { CommandBrace, UnclosedQuote } from "../../../grammar/tokens/command.ts";
import { TextClose } from "../../../grammar/tokens/string.ts";
import { surveyBrackets } from "./bracket-survey.ts";
import { isIndentationTelling } from "./indentation.ts";
import { isLineEnd } from "./line-end.ts";

/** How deeply blocks and lists may be nested; the parser calls itself for each level. */
export const MAXIMUM_NESTING = 100;

interface Opener {
  readonly token: IToken;
  readonly isBlock: boolean;
  readonly line: number;
  /** Column, from 0, of the first token on the opener's line. */
  readonly indentation: number;
  /** Read out of an unclosed string, or a `{` without a keyword: it was hardly meant, so its closer is not missed. */
  readonly isDoubtful: boolean;
}

/**
 * Pairs braces and brackets. In tokens that do not pair, the missing ones are put where the indentation shows that
 * they were meant, and those that pair with nothing are left out, so that the parser never sees an unpaired one.
 * @returns the tokens, paired and at most {@link MAXIMUM_NESTING} deep, and what was wrong with them
 */
export function pairBrackets(tokens: IToken[], source: Source): { tokens: IToken[]; problems: Problem[] } {
  const { openers, closers, isPaired, depth } = surveyBrackets(tokens);
  if (isPaired && depth <= MAXIMUM_NESTING) return { tokens, problems: [] };
  return new Pairing(source, {
    excessClosers: closers - openers,
    isIndentationTelling: !isPaired && isIndentationTelling(tokens, source),
  }).run(tokens);
}

/** What the tokens as a whole say about how to read the unpaired ones. */
interface Signs {
  /** How many closers there are more than openers. */
  readonly excessClosers: number;
  readonly isIndentationTelling: boolean;
}

class Pairing {
  private readonly source: Source;
  private readonly isIndentationTelling: boolean;
  private excessClosers: number;
  private tokens: readonly IToken[] = [];
  private index = 0;
  private readonly problems: Problem[] = [];
  private readonly output: IToken[] = [];
  private readonly stack: Opener[] = [];
  /** Braces that end a command's line as words of the command. */
  private readonly misread: IToken[] = [];
  private line = 0;
  private indentation = 0;
  private isAtLineStart = true;
  /** The last line on which an unclosed list was reported. */
  private unclosedListLine = -1;
  /** Levels below the deepest one that is parsed; its tokens are left out. */
  private skipped = 0;
  private isTooDeep = false;
  /** Where a text begins that may have swallowed closers. */
  private swallowedFrom = -1;
  /** Where the text begins that the tokens are in. */
  private openText: number | undefined;

  constructor(source: Source, signs: Signs) {
    this.source = source;
    this.isIndentationTelling = signs.isIndentationTelling;
    this.excessClosers = signs.excessClosers;
  }

  run(tokens: IToken[]): { tokens: IToken[]; problems: Problem[] } {
    this.tokens = tokens;
    for (const [index, token] of tokens.entries()) {
      this.index = index;
      if (isLineEnd(token)) this.endLine(token, tokens[index - 1]);
      else this.take(token);
    }
    this.swallowedFrom = this.openText ?? this.swallowedFrom;
    // Whoever nests too deeply, or leaves a text open, is told that; the closers that are missing at the end are no news.
    const isNews = this.skipped === 0;
    for (const opener of [...this.stack]) {
      if (isNews && opener.token.startOffset > this.swallowedFrom) this.reportUnclosed(opener, undefined);
    }
    while (this.stack.length > 0) this.insertCloser();
    return { tokens: this.output, problems: this.problems };
  }

  private endLine(newline: IToken, last: IToken | undefined): void {
    if (last?.tokenType === CommandBrace) this.misread.push(last);
    this.line++;
    this.isAtLineStart = true;
    if (this.skipped === 0) this.output.push(newline);
  }

  private take(token: IToken): void {
    const isFirst = this.isAtLineStart;
    if (isFirst) {
      this.isAtLineStart = false;
      this.indentation = this.columnOf(token);
    }
    const { tokenType } = token;
    const isOpener = tokenType === BlockOpen || tokenType === ListOpen;
    const isCloser = tokenType === BlockClose || tokenType === ListClose;
    if (this.skipped > 0) {
      this.skipped += isOpener ? 1 : isCloser ? -1 : 0;
      return;
    }
    if (isFirst && !isCloser && this.isIndentationTelling) this.closeIndented(token);
    if (tokenType === BlockOpen || tokenType === CommandStart) this.closeLists();
    if (isOpener) this.open(token);
    else if (tokenType === BlockClose) this.closeBlock(token, isFirst);
    else if (tokenType === ListClose) this.closeList(token, isFirst);
    else this.output.push(token);
    if (tokenType === UnclosedString || tokenType === UnclosedQuote) this.readSwallowed(token);
    if (tokenType === UnclosedText || tokenType === UnclosedShell) this.swallowedFrom = token.startOffset;
    else if (tokenType === TextOpen) this.openText = token.startOffset;
    else if (tokenType === TextClose) this.openText = undefined;
  }

  private open(token: IToken, isGuess = false): void {
    const next = this.tokens[this.index + 1];
    const isList = token.tokenType === ListOpen;
    if (
      isList &&
      this.excessClosers < 0 &&
      this.isWithoutKeyword() &&
      next !== undefined &&
      isLineEnd(next)
    ) {
      // It begins no line of a list: without it, the lines below are what they look like.
      this.excessClosers++;
      this.problems.push({ kind: "unclosed-list", span: this.spanOf(token) });
      return;
    }
    if (this.stack.length < MAXIMUM_NESTING) {
      const { line, indentation } = this;
      const isBlock = token.tokenType === BlockOpen;
      const isDoubtful = isGuess || (isBlock && this.isWithoutKeyword());
      this.stack.push({ token, isBlock, line, indentation, isDoubtful });
      this.output.push(token);
      return;
    }
    this.skipped = 1;
    if (this.isTooDeep) return;
    this.isTooDeep = true;
    this.problems.push({ kind: "nested-too-deeply", span: this.spanOf(token), levels: MAXIMUM_NESTING });
  }

  private isWithoutKeyword(): boolean {
    const before = this.tokens[this.index - 1];
    return (
      before === undefined ||
      isLineEnd(before) ||
      before.tokenType === BlockOpen ||
      before.tokenType === BlockClose
    );
  }

  /** A line that is indented no more than the line of an opener above it shows that the opener was not closed. */
  private closeIndented(token: IToken): void {
    for (let top = this.stack.at(-1); top !== undefined; top = this.stack.at(-1)) {
      if (top.line === this.line || this.indentation > top.indentation) return;
      this.reportUnclosed(top, token);
      this.insertCloser();
    }
  }

  /** No block and no command stands in a list. */
  private closeLists(): void {
    for (let top = this.stack.at(-1); top !== undefined && !top.isBlock; top = this.stack.at(-1)) {
      this.reportUnclosed(top, undefined);
      if (top.line === this.line) this.insertCloser();
      else this.insertCloserBeforeLine();
    }
  }

  private closeBlock(token: IToken, isFirst: boolean): void {
    const top = this.stack.at(-1);
    const index = this.blockOf(isFirst);
    if (
      top !== undefined &&
      !top.isBlock &&
      (index < 0 || (!isFirst && this.stack[index]?.line !== this.line))
    ) {
      this.closeMismatched(token, top, ListClose);
      return;
    }
    if (index < 0 || this.isTooEarly(isFirst)) {
      this.problems.push({ kind: "stray-bracket", span: this.spanOf(token), bracket: "}" });
      this.excessClosers--;
      return;
    }
    while (this.stack.length > index + 1) {
      const inner = this.stack.at(-1);
      if (inner !== undefined) this.reportUnclosed(inner, token);
      this.insertCloser();
    }
    this.stack.pop();
    this.output.push(token);
  }

  /** The place in the stack of the block that a `}` closes, or -1. */
  private blockOf(isFirst: boolean): number {
    const innermost = this.stack.findLastIndex(({ isBlock }) => isBlock);
    const innermostBlock = this.stack[innermost];
    if (!isFirst || !this.isIndentationTelling || innermostBlock === undefined) return innermost;
    const isAligned = ({ isBlock, line, indentation }: Opener): boolean =>
      isBlock && line < this.line && indentation === this.indentation;
    const meant = this.stack.findLastIndex((opener) => isAligned(opener) && !opener.isDoubtful);
    const aligned = meant >= 0 ? meant : this.stack.findLastIndex(isAligned);
    if (aligned >= 0) return aligned;
    return this.excessClosers > 0 && this.indentation > innermostBlock.indentation ? -1 : innermost;
  }

  /** A `}` at the end of a line is the one too many if the block goes on, or is closed, on the next. */
  private isTooEarly(isFirst: boolean): boolean {
    if (isFirst || this.excessClosers <= 0 || !this.isIndentationTelling) return false;
    let index = this.index + 1;
    if (this.tokens[index] === undefined) return false;
    for (let token = this.tokens[index]; token !== undefined && isLineEnd(token); token = this.tokens[index])
      index++;
    const next = this.tokens[index];
    if (next === undefined || index === this.index + 1) return false;
    const block = this.stack.findLast(({ isBlock }) => isBlock);
    const indentation = this.columnOf(next);
    if (block === undefined) return false;
    return (
      indentation > block.indentation || (indentation === block.indentation && next.tokenType === BlockClose)
    );
  }

  private closeList(token: IToken, isFirst: boolean): void {
    const top = this.stack.at(-1);
    if (top !== undefined && !top.isBlock) {
      this.stack.pop();
      this.output.push(token);
    } else if (top !== undefined && this.excessClosers <= 0 && this.isBeside(top, isFirst)) {
      this.closeMismatched(token, top, BlockClose);
    } else if (this.unclosedListLine !== this.line) {
      this.problems.push({ kind: "stray-bracket", span: this.spanOf(token), bracket: "]" });
      this.excessClosers--;
    }
  }

  /** Whether a closer stands where that of the opener would: below it, or on the same line. */
  private isBeside(opener: Opener, isFirst: boolean): boolean {
    return isFirst ? this.indentation === opener.indentation : this.line === opener.line;
  }

  private closeMismatched(token: IToken, opener: Opener, closer: TokenType): void {
    const wanted = closer === BlockClose ? "}" : "]";
    const span = this.spanOf(token);
    this.problems.push({ kind: "mismatched-bracket", span, wanted, opener: this.spanOf(opener.token) });
    this.stack.pop();
    this.output.push(makeToken(closer, token.startOffset, token.image));
  }

  /** An unclosed quote takes the rest of its line with it, and what is paired there is missed elsewhere. */
  private readSwallowed(token: IToken): void {
    const swallowed = token.image.trimEnd();
    const end = token.startOffset + swallowed.length;
    let index = swallowed.length - 1;
    for (let top = this.stack.at(-1); top !== undefined; top = this.stack.at(-1)) {
      const isNamed = swallowed[index] === (top.isBlock ? "}" : "]");
      if (!isNamed && (top.isBlock || top.line !== this.line)) break;
      if (isNamed) index--;
      this.insertCloser();
    }
    const isInList = this.stack.at(-1)?.isBlock === false;
    if (token.tokenType === UnclosedString && swallowed.endsWith("{") && !isInList) {
      this.open(makeToken(BlockOpen, end - 1, "{"), true);
    }
  }

  private reportUnclosed({ token, isBlock, isDoubtful }: Opener, before: IToken | undefined): void {
    if (isDoubtful) return;
    const span = this.spanOf(token);
    if (!isBlock) {
      this.problems.push({ kind: "unclosed-list", span });
      this.unclosedListLine = this.line;
      return;
    }
    const misread = this.misread.at(-1);
    const isMisread = misread !== undefined && misread.startOffset > token.startOffset;
    if (isMisread) this.misread.pop();
    this.problems.push({
      kind: "unclosed-block",
      span,
      ...(isMisread ? { misread: this.spanOf(misread) } : {}),
      ...(before === undefined ? {} : { before: this.spanOf(before) }),
    });
  }

  /** Closes the innermost opener at the end of the last line that has any token. */
  private insertCloser(): void {
    const opener = this.stack.pop();
    if (opener === undefined) return;
    const newlines: IToken[] = [];
    for (let last = this.output.at(-1); last !== undefined; last = this.output.at(-1)) {
      if (!isLineEnd(last)) break;
      newlines.push(last);
      this.output.pop();
    }
    const last = this.output.at(-1) ?? opener.token;
    this.output.push(
      makeToken(opener.isBlock ? BlockClose : ListClose, last.startOffset + last.image.length, ""),
    );
    for (const newline of newlines.reverse()) this.output.push(newline);
  }

  /** The same, before the line that is being read. */
  private insertCloserBeforeLine(): void {
    const rest = this.output.splice(this.output.findLastIndex(isLineEnd) + 1);
    this.insertCloser();
    for (const token of rest) this.output.push(token);
  }

  /** Counted from 0. */
  private columnOf({ startOffset }: IToken): number {
    return this.source.span(startOffset, startOffset).column - 1;
  }

  private spanOf({ startOffset, image }: IToken) {
    return this.source.span(startOffset, startOffset + image.length);
  }
}

function makeToken(tokenType: TokenType, startOffset: number, image: string): IToken {
  return { tokenType, tokenTypeIdx: tokenType.tokenTypeIdx ?? 0, startOffset, image };
}
