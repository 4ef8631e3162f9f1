import type { ArgumentNode, StatementNode } from "../../../grammar/ast.ts";
import { vocabulary } from "../../../grammar/vocabulary/index.ts";
import type { BlockName, BlockRows, StatementRow } from "../../../grammar/vocabulary/schema.ts";
import { clauseUsage, typePhrase, usage } from "../../../grammar/vocabulary/usage.ts";
import {
  missingArgument,
  repeatedClause,
  unexpectedArgument,
  unexpectedWord,
  unknownWord,
} from "../../diagnostics/arguments.ts";
import { orList } from "../../diagnostics/lists.ts";
import {
  bareCommand,
  misplacedStatement,
  missingBlock,
  missingCommand,
  repeatedStatement,
  unexpectedBlock,
  unexpectedCommand,
  unknownStatement,
} from "../../diagnostics/statements.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Span } from "../../types/span.ts";
import type { Report } from "./context.ts";
import type { Entry } from "./entry.ts";
import { type Match, matchStatement } from "./match.ts";
import type { Names } from "./names.ts";
import { nearest } from "./nearest.ts";
import { nodePhrase, plainText } from "./nodes.ts";

/** Lays the statements of a block against the vocabulary, and those of the blocks in it. */
export class Structure {
  readonly #report: Report;
  readonly #names: Names;

  constructor(report: Report, names: Names) {
    this.#report = report;
    this.#names = names;
  }

  block(name: BlockName, statements: readonly StatementNode[]): Entry[] {
    const rows = vocabulary[name];
    const firsts = new Map<string, Span>();
    const entries: Entry[] = [];
    for (let index = 0; index < statements.length; index += 1) {
      const statement = statements[index];
      if (statement === undefined) break;
      const row = this.#row(rows, statement);
      if (row === undefined) this.#poisonNames(statement);
      else {
        const orphans = needsBlock(row, statement) ? indented(statements, index) : [];
        const entry = this.#entry(rows, row, statement, orphans);
        if (entry.form.block !== undefined) index += orphans.length;
        const again = this.#repeated(rows, entry, firsts);
        entries.push(again ? { ...entry, sound: false } : entry);
      }
    }
    return entries;
  }

  /** The row of a keyword; of the nearest one where it is misspelt, so that what follows it is looked at too. */
  #row(rows: BlockRows, statement: StatementNode): StatementRow | undefined {
    const { keyword, keywordSpan } = statement;
    const find = (word: string) => rows.statements.find((row) => row.keyword === word);
    const row = find(keyword);
    if (row !== undefined) return row;
    if (keyword === "$") {
      this.#report(bareCommand(keywordSpan, rows.phrase));
      return undefined;
    }
    const candidates = rows.statements.map((each) => each.keyword);
    const meant = nearest(keyword, candidates);
    // In a matrix every word can be a variable: only `excep` with pairs after it is a misspelt `except`.
    if (rows.open !== undefined && (meant === undefined || statement.arguments.length < 2)) return rows.open;
    const homes = meant === undefined || isKeyword(keyword) ? homesOf(keyword, rows.name) : [];
    this.#report(
      homes.length > 0
        ? misplacedStatement(keywordSpan, keyword, rows.phrase, homes)
        : unknownStatement(keywordSpan, keyword, rows.phrase, candidates, limitOfVersion1(rows, keyword)),
    );
    return homes.length > 0 || meant === undefined ? undefined : find(meant);
  }

  /** @param orphans what stands indented below a statement without `{`: its block, should it need one */
  #entry(
    rows: BlockRows,
    row: StatementRow,
    statement: StatementNode,
    orphans: readonly StatementNode[],
  ): Entry {
    const match = matchStatement(row, statement, nearest);
    const { form, failure } = match;
    const before = this.#count;
    const name = row === rows.open ? statement.keyword : row.keyword;
    if (failure !== undefined) {
      this.#say(this.#failureDiagnostic(rows, name, match, statement));
      this.#poisonNames(statement);
    } else {
      this.#commandAndBlock(name, match, statement, orphans.length > 0);
    }
    const inner = statement.block?.statements ?? orphans;
    return {
      statement,
      keyword: row.keyword,
      inBlock: rows.name,
      match,
      sound: this.#count === before,
      form,
      entries: form.block === undefined ? [] : this.block(form.block, inner),
    };
  }

  #count = 0;

  #say(diagnostic: Diagnostic): void {
    this.#count += 1;
    this.#report(diagnostic);
  }

  #commandAndBlock(name: string, { form }: Match, statement: StatementNode, hasOrphans: boolean): void {
    const { command, block, keywordSpan } = statement;
    const written = (): string => usage(name, form);
    if (form.command === true && (command === undefined || command.words.length === 0)) {
      this.#say(missingCommand(command?.span ?? keywordSpan, name, written()));
    }
    if (form.command !== true && command !== undefined)
      this.#say(unexpectedCommand(command.span, name, written()));
    if (form.block !== undefined && block === undefined) {
      const help = hasOrphans ? "put `{` at the end of this line" : `such as \`${oneLine(form.example)}\``;
      this.#say(missingBlock(keywordSpan, name, help));
    }
    if (form.block === undefined && block !== undefined) {
      this.#say(unexpectedBlock({ ...block.span, end: block.span.start + 1 }, name, written()));
    }
  }

  #failureDiagnostic(rows: BlockRows, name: string, match: Match, statement: StatementNode): Diagnostic {
    const { form, failure } = match;
    if (failure === undefined) throw new Error("there is no failure to report");
    const node = statement.arguments[failure.index];
    const whole = usage(name, form);
    const end = node?.span ?? statement.arguments.at(-1)?.span ?? statement.keywordSpan;
    switch (failure.kind) {
      case "missing-argument": {
        const owner = failure.owner ?? name;
        return missingArgument(end, owner, typePhrase(failure.argument.type), whole, oneLine(form.example));
      }
      case "missing-clause": {
        const clause = clauseUsage(failure.clause);
        return missingArgument(end, name, `\`${clause}\``, whole, oneLine(form.example));
      }
      case "repeated-clause":
        return repeatedClause(end, name, failure.clause.words.join(" "));
      case "unknown-word":
        return unknownWord(
          end,
          text(node),
          failure.type.noun,
          failure.type.words.map((row) => row.word),
        );
      case "unexpected-word": {
        if (node !== undefined)
          return unexpectedWord(end, name, text(node), failure.expected, !nodePhrase(node).startsWith("`"));
        const wanted = orList(failure.expected);
        return missingArgument(end, name, wanted, whole, oneLine(form.example));
      }
      case "unexpected-argument": {
        const clauses = (form.clauses ?? []).flatMap((clause) => clause.words.slice(0, 1));
        const beginsAnother = rows.statements.some(({ keyword }) => keyword === text(node));
        const help =
          shapeHelp(rows, name, match, statement) ??
          (beginsAnother
            ? "a statement ends where its line ends: begin a new line before it"
            : `it is written \`${whole}\``);
        return unexpectedArgument(end, name, node === undefined ? "this" : nodePhrase(node), help, clauses);
      }
    }
  }

  #repeated(rows: BlockRows, entry: Entry, firsts: Map<string, Span>): boolean {
    if (entry.form.repeatable === true || entry.keyword === rows.open?.keyword) return false;
    const first = firsts.get(entry.keyword);
    if (first === undefined) {
      firsts.set(entry.keyword, entry.statement.keywordSpan);
      return false;
    }
    this.#report(repeatedStatement(entry.statement.keywordSpan, entry.keyword, rows.phrase, first));
    return true;
  }

  /** Every name that a statement which was not understood may have declared; also in its block. */
  #poisonNames(statement: StatementNode): void {
    for (const node of statement.arguments) {
      if (node.kind !== "word" && node.kind !== "string") continue;
      const name = plainText(node.pieces);
      if (name !== undefined) this.#names.poison(name);
    }
  }
}

/** Where the words of a command or block stand, and only the sign is missing that begins it. */
function shapeHelp(
  rows: BlockRows,
  name: string,
  { form }: Match,
  { command, block }: StatementNode,
): string | undefined {
  const forms = rows.statements.find(({ keyword }) => keyword === name)?.forms ?? [];
  const withCommand = forms.find((each) => each.command === true);
  if (withCommand !== undefined && command === undefined)
    return `a command begins with \`$\`: it is written \`${usage(name, withCommand)}\``;
  if (form.block !== undefined && block === undefined) return `it is written \`${usage(name, form)}\``;
  return undefined;
}

/** The name in version 2 of a limit that is called as version 1 has it. */
function limitOfVersion1(rows: BlockRows, keyword: string): string | undefined {
  return rows.statements.find(({ forms }) =>
    forms.some(({ cgroupV1 }) => cgroupV1?.files.includes(keyword) === true),
  )?.keyword;
}

function text(node: ArgumentNode | undefined): string {
  if (node === undefined) return "";
  const phrase = nodePhrase(node);
  return phrase.startsWith("`") ? phrase.slice(1, -1) : phrase;
}

function needsBlock({ forms }: StatementRow, { block }: StatementNode): boolean {
  return block === undefined && forms.some((form) => form.block !== undefined);
}

/** The statements after one that stand further to the right than it. */
function indented(statements: readonly StatementNode[], index: number): readonly StatementNode[] {
  const column = statements[index]?.keywordSpan.column ?? 0;
  let end = index + 1;
  while ((statements[end]?.keywordSpan.column ?? 0) > column) end += 1;
  return statements.slice(index + 1, end);
}

/** An example of several lines, as a message can show it. */
function oneLine(example: string): string {
  const [first = ""] = example.split("\n", 1);
  return first === example ? example : `${first} … }`;
}

function isKeyword(keyword: string): boolean {
  return Object.values(vocabulary).some((rows) => rows.statements.some((row) => row.keyword === keyword));
}

/** The blocks in which a keyword would be right. */
function homesOf(keyword: string, here: BlockName): string[] {
  const homes = Object.values(vocabulary).filter(
    (rows) => rows.name !== here && rows.statements.some((row) => row.keyword === keyword),
  );
  const inBlocks = homes.filter((rows) => rows.name !== "recipe").map((rows) => rows.phrase);
  const atTop = homes.some((rows) => rows.name === "recipe") ? ["the recipe itself, outside any block"] : [];
  const all = [...inBlocks, ...atTop];
  // Five blocks take actions; the two that everybody knows say enough.
  return all.length > 3 ? all.filter((home) => home === "a `check`" || home === "a `measure`") : all;
}
