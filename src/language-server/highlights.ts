import type { ArgumentNode, CommandWordNode, PieceNode, StatementNode } from "../../grammar/ast.ts";
import type { Entry } from "../compile/2-check/entry.ts";
import { isTextual, isWord, plainText } from "../compile/2-check/nodes.ts";
import { looksLikeQuantity } from "../compile/2-check/values/quantity.ts";
import type { Analysis } from "./analysis.ts";
import { argumentsOf, everyEntry } from "./occurrences.ts";
import type { Stretch } from "./stretch.ts";

/** What a stretch of a recipe is, by the names that the protocol has for it. */
export const HIGHLIGHTS = [
  "comment",
  "keyword",
  "property",
  "modifier",
  "enumMember",
  "number",
  "string",
  "operator",
  "variable",
  "type",
  "function",
  "regexp",
] as const;

export interface Highlight extends Stretch {
  readonly type: (typeof HIGHLIGHTS)[number];
  readonly isDeclaration: boolean;
}

/** Blocks whose statements are settings, as against actions and declarations. */
const OF_SETTINGS: ReadonlySet<string> = new Set(["cgroup", "namespace", "image", "storage", "container"]);

/** Every stretch that is something, in the order of the text, none over another. Shell text is left out: it is bash. */
export function highlights(here: Analysis): Highlight[] {
  const finder = new Finder();
  for (const { span } of here.recipe.comments) finder.add(span, "comment");
  for (const { start, end, kinds, isDeclaration } of here.occurrences) {
    const [kind = "variable"] = kinds;
    const type =
      kind === "variable" || kind === "instance" ? "variable" : kind === "block" ? "function" : "type";
    finder.add({ start, end }, type, isDeclaration);
  }
  for (const entry of everyEntry(here.entries)) finder.entry(entry);
  finder.words(here.recipe.statements);
  return finder.all();
}

class Finder {
  readonly #found = new Map<number, Highlight>();

  /** The first to name a place keeps it. */
  add({ start, end }: Stretch, type: Highlight["type"], isDeclaration = false): void {
    if (end > start && !this.#found.has(start)) this.#found.set(start, { start, end, type, isDeclaration });
  }

  all(): Highlight[] {
    const sorted = [...this.#found.values()].sort((a, b) => a.start - b.start);
    return sorted.filter((each, index) => (sorted[index - 1]?.end ?? 0) <= each.start);
  }

  entry(entry: Entry): void {
    const { statement, match, inBlock, keyword, form } = entry;
    // A variable of the matrix is a name, and there already; a misspelt keyword is none.
    const isSetting = OF_SETTINGS.has(inBlock) && form.block === undefined;
    if (statement.keyword === keyword) this.add(statement.keywordSpan, isSetting ? "property" : "keyword");
    for (const { clause, node } of match.clauses) {
      const first = statement.arguments.indexOf(node);
      for (const word of statement.arguments.slice(first, first + clause.words.length))
        this.add(word.span, "modifier");
    }
    for (const node of statement.arguments) {
      if ([...match.keywords].some((word) => isWord(node, word))) this.add(node.span, "modifier");
    }
    for (const { node, row } of argumentsOf(entry)) {
      const isRegularExpression = row.type.kind === "string" && matches(statement);
      if (row.type.kind === "word" && node.kind === "word") this.#word(node, "enumMember");
      if (isRegularExpression && node.kind === "string") this.#pieces(node.span, node.pieces, "regexp");
    }
  }

  /** Strings, numbers and commands, of whatever statement. */
  words(statements: readonly StatementNode[]): void {
    for (const { arguments: nodes, command, block } of statements) {
      for (const node of nodes) this.#argument(node);
      if (command !== undefined) {
        this.add({ start: command.span.start, end: command.span.start + 1 }, "operator");
        for (const [index, word] of command.words.entries()) this.#commandWord(word, index === 0);
      }
      this.words(block?.statements ?? []);
    }
  }

  #argument(node: ArgumentNode): void {
    if (node.kind === "list") for (const item of node.items) this.#argument(item);
    else if (node.kind === "operator") this.add(node.span, "operator");
    else if (node.kind === "string") this.#pieces(node.span, node.pieces, "string");
    else if (isTextual(node)) this.#word(node, undefined);
  }

  #word(node: Extract<ArgumentNode, { kind: "word" }>, type: Highlight["type"] | undefined): void {
    const text = plainText(node.pieces);
    if (text === undefined) this.#pieces(node.span, node.pieces, undefined);
    else if (type !== undefined) this.add(node.span, type);
    else if (looksLikeQuantity(text) || /^[0-9][0-9.,-]*$/.test(text)) this.add(node.span, "number");
  }

  #commandWord({ span, pieces }: CommandWordNode, isProgram: boolean): void {
    this.#pieces(span, pieces, isProgram ? "function" : "string");
  }

  /** What lies between the references; of those, only the dollar and the braces: the name is there already. */
  #pieces(span: Stretch, pieces: readonly PieceNode[], type: Highlight["type"] | undefined): void {
    let from = span.start;
    for (const piece of pieces) {
      if (piece.kind !== "reference") continue;
      if (type !== undefined) this.add({ start: from, end: piece.span.start }, type);
      this.add({ start: piece.span.start, end: piece.span.start + 2 }, "operator");
      this.add({ start: piece.span.end - 1, end: piece.span.end }, "operator");
      from = piece.span.end;
    }
    if (type !== undefined) this.add({ start: from, end: span.end }, type);
  }
}

function matches({ arguments: nodes }: StatementNode): boolean {
  return nodes.some((node) => isWord(node, "matches"));
}
