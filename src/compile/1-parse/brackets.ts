import type { IToken, TokenType } from "chevrotain";
import type { Problem } from "../../../grammar/problem.ts";
import type { Source } from "../../../grammar/source.ts";
import {
  BlockClose,
  BlockOpen,
  CommandStart,
  ListClose,
  ListOpen,
  Newline,
  TextOpen,
  UnclosedShell,
  UnclosedString,
  UnclosedText,
} from "../../../grammar/tokens/code.ts";
import { CommandBrace, CommandEnd, UnclosedQuote } from "../../../grammar/tokens/command.ts";
import { TextClose } from "../../../grammar/tokens/string.ts";
import { isIndentationTelling } from "./indentation.ts";

/** How deeply blocks and lists may be nested; the parser calls itself for each level. */
export const MAXIMUM_NESTING = 100;

interface Opener {
  readonly token: IToken;
  readonly isBlock: boolean;
  readonly line: number;
  /** Column, from 0, of the first token on the opener's line. */
  readonly indentation: number;
  /** Read out of an unclosed string: it may never have been meant, so it is not missed. */
  readonly isGuess: boolean;
}

/**
 * Pairs braces and brackets. In tokens that do not pair, the missing ones are put where the indentation shows that
 * they were meant, and those that pair with nothing are left out, so that the parser never sees an unpaired one.
 * @returns the tokens, paired and at most {@link MAXIMUM_NESTING} deep, and what was wrong with them
 */
export function pairBrackets(tokens: IToken[], source: Source): { tokens: IToken[]; problems: Problem[] } {
  const { openers, closers, isPaired, depth } = survey(tokens);
  if (isPaired && depth <= MAXIMUM_NESTING) return { tokens, problems: [] };
  return new Pairing(source, {
    hasMoreClosers: closers > openers,
    isIndentationTelling: !isPaired && isIndentationTelling(tokens, source),
  }).run(tokens);
}

/** Whether everything pairs as it stands, which takes one look at each token. */
function survey(tokens: IToken[]): { openers: number; closers: number; isPaired: boolean; depth: number } {
  const stack: TokenType[] = [];
  let depth = 0;
  let openers = 0;
  let closers = 0;
  let isPaired = true;
  for (const { tokenType } of tokens) {
    const isInList = stack.at(-1) === ListOpen;
    if (tokenType === BlockOpen || tokenType === ListOpen) {
      openers++;
      if (isInList && tokenType === BlockOpen) isPaired = false;
      stack.push(tokenType);
      depth = Math.max(depth, stack.length);
    } else if (tokenType === BlockClose || tokenType === ListClose) {
      closers++;
      if (stack.pop() !== (tokenType === BlockClose ? BlockOpen : ListOpen)) isPaired = false;
    } else if (tokenType === CommandStart && isInList) {
      isPaired = false;
    }
  }
  return { openers, closers, isPaired: isPaired && stack.length === 0, depth };
}

/** What the tokens as a whole say about how to read the unpaired ones. */
interface Signs {
  readonly hasMoreClosers: boolean;
  readonly isIndentationTelling: boolean;
}

class Pairing {
  private readonly source: Source;
  private readonly signs: Signs;
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
    this.signs = signs;
  }

  run(tokens: IToken[]): { tokens: IToken[]; problems: Problem[] } {
    for (const [index, token] of tokens.entries()) {
      if (token.tokenType === Newline || token.tokenType === CommandEnd)
        this.endLine(token, tokens[index - 1]);
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
      this.indentation = this.source.span(token.startOffset, token.startOffset).column - 1;
    }
    const { tokenType } = token;
    const isOpener = tokenType === BlockOpen || tokenType === ListOpen;
    const isCloser = tokenType === BlockClose || tokenType === ListClose;
    if (this.skipped > 0) {
      this.skipped += isOpener ? 1 : isCloser ? -1 : 0;
      return;
    }
    if (isFirst && !isCloser && this.signs.isIndentationTelling) this.closeIndented(token);
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
    if (this.stack.length < MAXIMUM_NESTING) {
      const { line, indentation } = this;
      this.stack.push({ token, isBlock: token.tokenType === BlockOpen, line, indentation, isGuess });
      this.output.push(token);
      return;
    }
    this.skipped = 1;
    if (this.isTooDeep) return;
    this.isTooDeep = true;
    this.problems.push({ kind: "nested-too-deeply", span: this.spanOf(token), levels: MAXIMUM_NESTING });
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
      this.insertCloser();
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
    if (index < 0) {
      this.problems.push({ kind: "stray-bracket", span: this.spanOf(token), bracket: "}" });
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
    if (!isFirst || !this.signs.isIndentationTelling || innermostBlock === undefined) return innermost;
    const aligned = this.stack.findLastIndex(
      ({ isBlock, line, indentation }) => isBlock && line < this.line && indentation === this.indentation,
    );
    if (aligned >= 0) return aligned;
    return this.signs.hasMoreClosers && this.indentation > innermostBlock.indentation ? -1 : innermost;
  }

  private closeList(token: IToken, isFirst: boolean): void {
    const top = this.stack.at(-1);
    if (top !== undefined && !top.isBlock) {
      this.stack.pop();
      this.output.push(token);
    } else if (top !== undefined && !this.signs.hasMoreClosers && this.isBeside(top, isFirst)) {
      this.closeMismatched(token, top, BlockClose);
    } else if (this.unclosedListLine !== this.line) {
      this.problems.push({ kind: "stray-bracket", span: this.spanOf(token), bracket: "]" });
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

  private reportUnclosed({ token, isBlock, isGuess }: Opener, before: IToken | undefined): void {
    if (isGuess) return;
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
      if (last.tokenType !== Newline && last.tokenType !== CommandEnd) break;
      newlines.push(last);
      this.output.pop();
    }
    const last = this.output.at(-1) ?? opener.token;
    this.output.push(
      makeToken(opener.isBlock ? BlockClose : ListClose, last.startOffset + last.image.length, ""),
    );
    for (const newline of newlines.reverse()) this.output.push(newline);
  }

  private spanOf({ startOffset, image }: IToken) {
    return this.source.span(startOffset, startOffset + image.length);
  }
}

function makeToken(tokenType: TokenType, startOffset: number, image: string): IToken {
  return { tokenType, tokenTypeIdx: tokenType.tokenTypeIdx ?? 0, startOffset, image };
}
