import type { ArgumentNode, StatementNode } from "../../../grammar/ast.ts";
import type {
  ArgumentRow,
  ArgumentType,
  ClauseRow,
  FormRow,
  StatementRow,
} from "../../../grammar/vocabulary/schema.ts";
import { isWord, plainText, soleReference } from "./nodes.ts";

/** The arguments of a statement, laid against one form of its row. */
export interface Match {
  readonly form: FormRow;
  /** By the name of the argument. */
  readonly positional: ReadonlyMap<string, readonly ArgumentNode[]>;
  readonly clauses: readonly ClauseMatch[];
  /** Fixed words that stand: `not`, `ready`. */
  readonly keywords: ReadonlySet<string>;
  readonly failure: Failure | undefined;
}

export interface ClauseMatch {
  readonly clause: ClauseRow;
  /** The first word of the clause. */
  readonly node: ArgumentNode;
  readonly arguments: ReadonlyMap<string, readonly ArgumentNode[]>;
}

/** Why a form does not fit, and where. `index` counts arguments; one past the last: something is missing at the end. */
export type Failure =
  | {
      readonly kind: "missing-argument";
      readonly index: number;
      readonly argument: ArgumentRow;
      readonly owner: string | undefined;
    }
  | { readonly kind: "unexpected-word"; readonly index: number; readonly expected: readonly string[] }
  | { readonly kind: "unknown-word"; readonly index: number; readonly type: WordType }
  | { readonly kind: "unexpected-argument"; readonly index: number }
  | { readonly kind: "missing-clause"; readonly index: number; readonly clause: ClauseRow }
  | { readonly kind: "repeated-clause"; readonly index: number; readonly clause: ClauseRow };

type WordType = Extract<ArgumentType, { kind: "word" }>;

/** Whether `near` is so close to one of the candidates that it must be meant. */
export type Nearest = (near: string, candidates: readonly string[]) => string | undefined;

/** Lays a statement against the forms of its row: the form that fits, or the one that comes closest. */
export function matchStatement(row: StatementRow, statement: StatementNode, nearest: Nearest): Match {
  const nodes = statement.arguments;
  const hasCommand = statement.command !== undefined;
  const hasBlock = statement.block !== undefined;
  const agrees = (form: FormRow) =>
    (form.command === true) === hasCommand && (form.block !== undefined) === hasBlock;
  const attempt = (form: FormRow) => new Attempt(form, nodes, nearest).run();
  for (const form of row.forms) {
    if (!agrees(form) || !beginsLike(form, nodes)) continue;
    const result = attempt(form);
    if (failureIndex(result) === undefined) return result.match;
  }
  const attempts = row.forms.map(attempt);
  const fitting = attempts.find((each) => failureIndex(each) === undefined);
  if (fitting !== undefined) return fitting.match;
  const likely = attempts.filter(({ match }) => agrees(match.form));
  const possible = likely.length > 0 ? likely : attempts;
  // A first word that decides for some forms, such as the `stdout` of `expect stdout …`, is no name that others begin with.
  const begun = possible.filter(({ match }) => begins(match.form, nodes));
  return closest(begun.length > 0 ? begun : possible, nodes, nearest).match;
}

function begins({ pattern: [first] }: FormRow, nodes: readonly ArgumentNode[]): boolean {
  return first?.kind === "keyword" && isWord(nodes[0], first.word);
}

/** False where one of the first two words decides against a form. */
function beginsLike({ pattern: [first, second] }: FormRow, nodes: readonly ArgumentNode[]): boolean {
  if (first?.kind === "keyword") return first.optional === true || isWord(nodes[0], first.word);
  const decides = second?.kind === "keyword" && second.optional !== true;
  const single = first !== undefined && first.optional !== true && first.repeated !== true;
  return !(decides && single) || isWord(nodes[1], second.word);
}

interface Result {
  readonly match: Match;
  /** Fixed words that agreed. */
  readonly agreed: number;
  /** Of the first argument that is not even outwardly of its type. Reading it will say so. */
  readonly misfitIndex: number | undefined;
}

/** Most fixed words in common first; then where a misspelt word explains it; then the one that got furthest. */
function closest(attempts: readonly Result[], nodes: readonly ArgumentNode[], nearest: Nearest): Result {
  const agreed = Math.max(...attempts.map((attempt) => attempt.agreed));
  const best = attempts.filter((attempt) => attempt.agreed === agreed);
  const indexes = [...new Set(best.map((each) => failureIndex(each) ?? 0))].sort((a, b) => a - b);
  const misspelt = indexes.find((index) => {
    const node = nodes[index];
    const text = node?.kind === "word" ? plainText(node.pieces) : undefined;
    return text !== undefined && nearest(text, expectedAt(best, index)) !== undefined;
  });
  const index = misspelt ?? indexes.at(-1) ?? 0;
  const there = best.filter((attempt) => failureIndex(attempt) === index);
  const result = (misspelt === undefined ? undefined : there.find(isAboutWord)) ?? there[0];
  if (result === undefined) throw new Error("a statement row has no form");
  const expected = expectedAt(best, index);
  if (result.match.failure?.kind !== "unexpected-word" || there.length === 1) return result;
  return { ...result, match: { ...result.match, failure: { kind: "unexpected-word", index, expected } } };
}

function isAboutWord({ match: { failure } }: Result): boolean {
  return failure?.kind === "unexpected-word" || failure?.kind === "unknown-word";
}

function failureIndex({ match, misfitIndex }: Result): number | undefined {
  return match.failure?.index ?? misfitIndex;
}

function expectedAt(results: readonly Result[], index: number): string[] {
  const words = new Set<string>();
  for (const { match } of results) {
    if (match.failure?.index !== index) continue;
    if (match.failure.kind === "unexpected-word") for (const word of match.failure.expected) words.add(word);
    if (match.failure.kind === "unknown-word")
      for (const row of match.failure.type.words) words.add(row.word);
  }
  return [...words];
}

/** One form tried on one list of arguments. */
class Attempt {
  readonly #form: FormRow;
  readonly #nodes: readonly ArgumentNode[];
  readonly #nearest: Nearest;
  readonly #positional = new Map<string, ArgumentNode[]>();
  readonly #clauses: ClauseMatch[] = [];
  readonly #keywords = new Set<string>();
  #index = 0;

  #misfitIndex: number | undefined;

  constructor(form: FormRow, nodes: readonly ArgumentNode[], nearest: Nearest) {
    this.#form = form;
    this.#nodes = nodes;
    this.#nearest = nearest;
  }

  run(): Result {
    const failure = this.#pattern() ?? this.#takeClauses(undefined) ?? this.#end();
    const match: Match = {
      form: this.#form,
      positional: this.#positional,
      clauses: this.#clauses,
      keywords: this.#keywords,
      failure,
    };
    return { match, agreed: this.#keywords.size, misfitIndex: this.#misfitIndex };
  }

  #pattern(): Failure | undefined {
    for (const element of this.#form.pattern) {
      if (element.kind === "argument") {
        const failure = this.#takeClauses(element.type) ?? this.#take(element, this.#positional, undefined);
        if (failure !== undefined) return failure;
      } else if (isWord(this.#nodes[this.#index], element.word)) {
        this.#keywords.add(element.word);
        this.#index += 1;
      } else if (element.optional !== true || this.#isNearly(element.word)) {
        return { kind: "unexpected-word", index: this.#index, expected: [element.word] };
      }
    }
    return undefined;
  }

  #isNearly(word: string): boolean {
    const node = this.#nodes[this.#index];
    const text = node?.kind === "word" ? plainText(node.pieces) : undefined;
    return text !== undefined && this.#nearest(text, [word]) !== undefined;
  }

  #take(row: ArgumentRow, into: Map<string, ArgumentNode[]>, owner: string | undefined): Failure | undefined {
    const taken: ArgumentNode[] = [];
    while (row.repeated === true || taken.length === 0) {
      const node = this.#nodes[this.#index];
      if (node === undefined || (row.optional === true && !fits(row.type, node))) break;
      if ((taken.length > 0 || !fits(row.type, node)) && this.#clauseHere() !== undefined) break;
      const unknown = this.#unknownWord(row.type, node);
      if (unknown !== undefined) return unknown;
      if (row.type.kind === "operator" && node.kind !== "operator") break;
      if (!fits(row.type, node)) this.#misfitIndex ??= this.#index;
      taken.push(node);
      this.#index += 1;
    }
    if (taken.length > 0) into.set(row.name, taken);
    else if (row.optional !== true)
      return { kind: "missing-argument", index: this.#index, argument: row, owner };
    return undefined;
  }

  #unknownWord(type: ArgumentType, node: ArgumentNode): Failure | undefined {
    if (type.kind !== "word" || node.kind !== "word") return undefined;
    const text = plainText(node.pieces);
    const known = text === undefined || type.words.some((row) => row.word === text);
    return known ? undefined : { kind: "unknown-word", index: this.#index, type };
  }

  /** Takes the clauses that stand here; before a positional argument only where the word cannot be that argument. */
  #takeClauses(before: ArgumentType | undefined): Failure | undefined {
    for (;;) {
      const node = this.#nodes[this.#index];
      const clause = this.#clauseHere();
      if (node === undefined || clause === undefined) return undefined;
      if (before !== undefined && fits(before, node)) return undefined;
      if (clause.repeatable !== true && this.#clauses.some((match) => match.clause === clause)) {
        return { kind: "repeated-clause", index: this.#index, clause };
      }
      this.#index += clause.words.length;
      const taken = new Map<string, ArgumentNode[]>();
      for (const row of clause.arguments) {
        const failure = this.#take(row, taken, clause.words.join(" "));
        if (failure !== undefined) return failure;
      }
      this.#clauses.push({ clause, node, arguments: taken });
    }
  }

  #clauseHere(): ClauseRow | undefined {
    return this.#form.clauses?.find((clause) =>
      clause.words.every((word, offset) => isWord(this.#nodes[this.#index + offset], word)),
    );
  }

  #end(): Failure | undefined {
    if (this.#index < this.#nodes.length && this.#misfitIndex === undefined)
      return { kind: "unexpected-argument", index: this.#index };
    const clause = this.#form.clauses?.find(
      (each) => each.required === true && !this.#clauses.some((match) => match.clause === each),
    );
    return clause === undefined ? undefined : { kind: "missing-clause", index: this.#index, clause };
  }
}

/** Whether an argument has the outward shape of a type; its value is looked at later. */
export function fits(type: ArgumentType, node: ArgumentNode): boolean {
  switch (type.kind) {
    case "operator":
      return node.kind === "operator";
    case "shell":
      return node.kind === "shell";
    case "list":
      return node.kind === "list";
    case "values":
      return (
        node.kind === "list" || (node.kind === "word" && plainText(node.pieces)?.includes("..") === true)
      );
    case "string":
    case "path":
      return node.kind === "string" || (node.kind === "word" && soleReference(node.pieces) !== undefined);
    case "declares":
    case "names":
    case "text":
    case "literal":
    case "value":
      return node.kind === "word" || node.kind === "string";
    case "count":
    case "size":
    case "duration":
    case "percent":
      return (
        node.kind === "word" &&
        startsLikeNumber(node.pieces[0], type.kind === "count" || type.kind === "size" ? type.words : [])
      );
    case "cpus":
      return node.kind === "string" || (node.kind === "word" && startsLikeNumber(node.pieces[0], []));
    case "cpu-quota":
    case "word":
    case "range":
      return node.kind === "word" || node.kind === "string";
  }
}

function startsLikeNumber(
  piece: { readonly kind: "text"; readonly text: string } | { readonly kind: "reference" } | undefined,
  words: readonly string[] | undefined,
): boolean {
  if (piece === undefined) return false;
  return piece.kind === "reference" || /^[-+.]?[0-9]/.test(piece.text) || (words ?? []).includes(piece.text);
}
