import type { ArgumentNode, PieceNode, ShellNode, StringNode, WordNode } from "../../grammar/ast.ts";
import type { ArgumentRow, ArgumentType, DeclaredKind } from "../../grammar/vocabulary/schema.ts";
import type { Entry } from "../compile/2-check/entry.ts";
import { isTextual, plainText, written } from "../compile/2-check/nodes.ts";
import { shellMentions } from "./shell-mentions.ts";
import type { Stretch } from "./stretch.ts";

/** A place where a name is given or used. */
export interface Occurrence extends Stretch {
  /** As it is written, references included: `box-${i}`. */
  readonly name: string;
  /** Whether it holds references, and so stands for many names. */
  readonly isTemplate: boolean;
  /** What it can be the name of, in the order in which that is looked up; one kind where it is given. */
  readonly kinds: readonly DeclaredKind[];
  readonly isDeclaration: boolean;
  /** The statement that gives the name, or uses it. */
  readonly entry: Entry;
  /** The block outside which the name means nothing, by its start; undefined: it is known everywhere. */
  readonly scope: number | undefined;
  /** In shell text, where `-` is written `_`. */
  readonly isShell: boolean;
}

/** A block with names of its own: variables of loops and fetched files, and what a check or measure starts. */
interface Frame {
  readonly outer: Frame | undefined;
  readonly start: number;
  readonly names: ReadonlyMap<string, ReadonlySet<DeclaredKind>>;
}

/** Every name in the statements of a file and in their blocks. */
export function findOccurrences(entries: readonly Entry[], text: string): Occurrence[] {
  const finder = new Finder(text);
  finder.walk(entries, undefined);
  return finder.found.sort((a, b) => a.start - b.start);
}

class Finder {
  readonly found: Occurrence[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  walk(entries: readonly Entry[], frame: Frame | undefined): void {
    for (const entry of entries) {
      const inner = frameOf(entry, frame);
      // The variable of a loop is no part of the block around it.
      this.#statement(entry, entry.keyword === "for" && entry.statement.block !== undefined ? inner : frame);
      this.walk(entry.entries, inner);
    }
  }

  #statement(entry: Entry, frame: Frame | undefined): void {
    const { statement, keyword } = entry;
    if (keyword === "NAME") {
      const { start, end } = statement.keywordSpan;
      this.#add(statement.keyword, { start, end }, ["variable"], true, entry, frame);
    }
    for (const { node, row } of argumentsOf(entry)) {
      if (isTextual(node)) this.#name(row.type, node, entry, frame);
    }
    if (keyword === "except") this.#exception(entry, frame);
    for (const node of statement.arguments) this.#argument(node, entry, frame);
    for (const word of statement.command?.words ?? []) this.#pieces(word.pieces, entry, frame);
  }

  #name(type: ArgumentType, node: WordNode | StringNode, entry: Entry, frame: Frame | undefined): void {
    if (type.kind !== "declares" && type.kind !== "names") return;
    const kinds = type.kind === "declares" ? [type.of] : type.of;
    const name = written(node.pieces);
    if (name !== "")
      this.#add(name, withoutQuotes(node, this.#text), kinds, type.kind === "declares", entry, frame);
  }

  /** Variables of the matrix stand before the values that they are not to have. */
  #exception({ match, ...entry }: Entry, frame: Frame | undefined): void {
    for (const [index, node] of (match.positional.get("combination") ?? []).entries()) {
      if (index % 2 !== 0 || !isTextual(node)) continue;
      const stretch = withoutQuotes(node, this.#text);
      this.#add(written(node.pieces), stretch, ["variable"], false, { match, ...entry }, frame);
    }
  }

  #argument(node: ArgumentNode, entry: Entry, frame: Frame | undefined): void {
    if (isTextual(node)) this.#pieces(node.pieces, entry, frame);
    else if (node.kind === "list") for (const item of node.items) this.#argument(item, entry, frame);
    else if (node.kind === "shell") this.#shell(node, entry, frame);
  }

  #pieces(pieces: readonly PieceNode[], entry: Entry, frame: Frame | undefined): void {
    for (const piece of pieces) {
      if (piece.kind !== "reference") continue;
      const [name = "", field] = piece.name.split(".");
      const start = piece.span.start + 2;
      const kinds: DeclaredKind[] = field === undefined ? ["variable"] : ["instance"];
      this.#add(name, { start, end: start + name.length }, kinds, false, entry, frame);
    }
  }

  #shell({ span }: ShellNode, entry: Entry, frame: Frame | undefined): void {
    for (const { name, ...stretch } of shellMentions(this.#text, span))
      this.#add(name, stretch, ["variable"], false, entry, frame, true);
  }

  #add(
    name: string,
    { start, end }: Stretch,
    kinds: readonly DeclaredKind[],
    isDeclaration: boolean,
    entry: Entry,
    frame: Frame | undefined,
    isShell = false,
  ): void {
    const scope = scopeOf(name, kinds, frame);
    const isTemplate = name.includes("${");
    this.found.push({ name, start, end, kinds, isDeclaration, entry, scope, isTemplate, isShell });
  }
}

function scopeOf(name: string, kinds: readonly DeclaredKind[], frame: Frame | undefined): number | undefined {
  for (let at = frame; at !== undefined; at = at.outer) {
    const own = at.names.get(name);
    if (own !== undefined && kinds.some((kind) => own.has(kind))) return at.start;
  }
  return undefined;
}

/** What is started is taken down at the end of these. */
const OF_A_RUN: ReadonlySet<string> = new Set(["check", "measure"]);

function frameOf(entry: Entry, outer: Frame | undefined): Frame | undefined {
  const { block } = entry.statement;
  if (block === undefined) return outer;
  const names = new Map<string, Set<DeclaredKind>>();
  const declare = (from: Entry, kind: DeclaredKind): void => {
    for (const { node, row } of argumentsOf(from)) {
      if (row.type.kind !== "declares" || row.type.of !== kind || !isTextual(node)) continue;
      const name = written(node.pieces);
      names.set(name, (names.get(name) ?? new Set()).add(kind));
    }
  };
  if (entry.keyword === "for") declare(entry, "variable");
  if (entry.keyword === "image" || entry.keyword === "measure") {
    for (const each of entry.entries) if (each.statement.block === undefined) declare(each, "variable");
  }
  if (OF_A_RUN.has(entry.keyword)) {
    for (const each of everyEntry(entry.entries)) if (each.keyword === "start") declare(each, "instance");
  }
  return names.size === 0 ? outer : { outer, start: block.span.start, names };
}

/** Statements, and those in their blocks. */
export function* everyEntry(entries: readonly Entry[]): Generator<Entry> {
  for (const entry of entries) {
    yield entry;
    yield* everyEntry(entry.entries);
  }
}

/** Where the block reaches that begins at an offset. */
export function blockStarting(entries: readonly Entry[], start: number): Stretch | undefined {
  for (const { statement } of everyEntry(entries)) {
    if (statement.block?.span.start === start) return statement.block.span;
  }
  return undefined;
}

/** The arguments of a statement, each with its row; the items of lists each by itself. */
export function* argumentsOf({ match, form }: Entry): Generator<{ node: ArgumentNode; row: ArgumentRow }> {
  const rows = form.pattern.filter((element) => element.kind === "argument");
  const groups: (readonly [readonly ArgumentRow[], ReadonlyMap<string, readonly ArgumentNode[]>])[] = [
    [rows, match.positional],
    ...match.clauses.map((each) => [each.clause.arguments, each.arguments] as const),
  ];
  for (const [of, values] of groups) {
    for (const row of of) {
      for (const node of values.get(row.name) ?? []) {
        if (node.kind !== "list" || row.type.kind !== "list") yield { node, row };
        else for (const item of node.items) yield { node: item, row: { ...row, type: row.type.of } };
      }
    }
  }
}

/** Where the text of a word or string stands, without its quotes. */
export function withoutQuotes({ kind, span, pieces }: WordNode | StringNode, text: string): Stretch {
  if (kind === "word" || text[span.start] !== '"') return { start: span.start, end: span.end };
  const quotes = text.startsWith('"""', span.start) && span.end - span.start >= 6 ? 3 : 1;
  const isClosed = text[span.end - 1] === '"' || plainText(pieces) === undefined;
  return { start: span.start + quotes, end: isClosed ? span.end - quotes : span.end };
}
