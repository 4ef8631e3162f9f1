import type { ArgumentNode } from "../../grammar/ast.ts";
import type { ArgumentRow, BlockName, ClauseRow, Element, FormRow } from "../../grammar/vocabulary/schema.ts";
import { fits } from "../compile/2-check/match.ts";
import { isWord } from "../compile/2-check/nodes.ts";

/** What can stand next in a statement. */
export type Expected =
  | { readonly kind: "keyword"; readonly word: string }
  | { readonly kind: "argument"; readonly row: ArgumentRow; readonly owner: string | undefined }
  /** The next word of a clause, and whether it is the first. */
  | { readonly kind: "clause"; readonly clause: ClauseRow; readonly words: readonly string[] }
  | { readonly kind: "command" }
  | { readonly kind: "block"; readonly block: BlockName };

/** What can follow some arguments in a form; nothing if the form does not begin with them. */
export function expectedAfter(form: FormRow, nodes: readonly ArgumentNode[]): Expected[] {
  const expected: Expected[] = [];
  new Reader(form, nodes, expected).pattern(0, 0, []);
  return expected;
}

class Reader {
  readonly #form: FormRow;
  readonly #nodes: readonly ArgumentNode[];
  readonly #expected: Expected[];

  constructor(form: FormRow, nodes: readonly ArgumentNode[], expected: Expected[]) {
    this.#form = form;
    this.#nodes = nodes;
    this.#expected = expected;
  }

  /** Reads on at `index`, with the elements from `place` on still to come. */
  pattern(place: number, index: number, used: readonly ClauseRow[]): void {
    const element = this.#form.pattern[place];
    const after = (next: number): void => this.pattern(place + 1, next, used);
    const isLast = index >= this.#nodes.length;
    this.#clauses(place, index, used);
    if (element === undefined) {
      if (isLast) this.#end(used);
      return;
    }
    if (element.optional === true) after(index);
    if (element.kind === "keyword") {
      if (isLast) this.#expected.push({ kind: "keyword", word: element.word });
      else if (isWord(this.#nodes[index], element.word)) after(index + 1);
      return;
    }
    this.#argument(element, index, undefined, after);
  }

  #argument(row: ArgumentRow, index: number, owner: string | undefined, after: (next: number) => void): void {
    const node = this.#nodes[index];
    if (node === undefined) {
      this.#expected.push({ kind: "argument", row, owner });
      return;
    }
    if (!fits(row.type, node)) return;
    after(index + 1);
    if (row.repeated === true) this.#argument(row, index + 1, owner, after);
  }

  /** Clauses may stand among the arguments; they are offered where nothing else must come before. */
  #clauses(place: number, index: number, used: readonly ClauseRow[]): void {
    const isDue = this.#form.pattern.slice(place).every((element: Element) => element.optional === true);
    for (const clause of this.#form.clauses ?? []) {
      if (used.includes(clause) && clause.repeatable !== true) continue;
      const there = clause.words.findIndex((word, offset) => !isWord(this.#nodes[index + offset], word));
      const read = there < 0 ? clause.words.length : there;
      if (read === clause.words.length) {
        this.#clauseArguments(clause, 0, index + read, place, [...used, clause]);
      } else if (index + read >= this.#nodes.length && (isDue || read > 0)) {
        this.#expected.push({ kind: "clause", clause, words: clause.words.slice(read) });
      }
    }
  }

  #clauseArguments(
    clause: ClauseRow,
    argument: number,
    index: number,
    place: number,
    used: readonly ClauseRow[],
  ): void {
    const row = clause.arguments[argument];
    if (row === undefined) this.pattern(place, index, used);
    else
      this.#argument(row, index, clause.words.join(" "), (next) =>
        this.#clauseArguments(clause, argument + 1, next, place, used),
      );
  }

  #end(used: readonly ClauseRow[]): void {
    const { clauses = [], command, block } = this.#form;
    if (clauses.some((clause) => clause.required === true && !used.includes(clause))) return;
    if (command === true) this.#expected.push({ kind: "command" });
    if (block !== undefined) this.#expected.push({ kind: "block", block });
  }
}
