import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
} from "vscode-languageserver-types";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { FormRow, StatementRow } from "../../grammar/vocabulary/schema.ts";
import { clauseUsage, usage } from "../../grammar/vocabulary/usage.ts";
import { isWord } from "../compile/2-check/nodes.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { type Cursor, cursorAt } from "./cursor.ts";
import type { EnclosingBlock } from "./enclosing-block.ts";
import { type Expected, expectedAfter } from "./expected.ts";
import { keywordText } from "./hover-text.ts";
import { type Candidate, valuesOf } from "./values.ts";
import { namesFor, referencesFor } from "./visible.ts";

/**
 * What can be written at an offset, however broken the text is.
 * @param parts the file and everything that it imports
 * @param siblings recipes beside the file, as an `import` would name them
 */
export function complete(
  here: Analysis,
  offset: number,
  parts: readonly Analysis[],
  siblings: readonly string[],
): CompletionList {
  const cursor = cursorAt(here, offset);
  if (cursor === undefined) return { isIncomplete: false, items: [] };
  const candidates = [...uniqueCandidates(candidatesAt(here, offset, cursor, parts, siblings))];
  const range = rangeOf(here, cursor.word);
  const items = candidates.map(({ text, snippet, documentation, ...item }, index): CompletionItem => {
    return {
      ...item,
      ...(documentation === undefined ? {} : { documentation }),
      filterText: item.label,
      sortText: `${index}`.padStart(4, "0"),
      insertTextFormat: snippet === true ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range, newText: text ?? item.label },
    };
  });
  // Units are those of the number that is being written.
  return { isIncomplete: candidates.some(({ kind }) => kind === CompletionItemKind.Unit), items };
}

function candidatesAt(
  here: Analysis,
  offset: number,
  cursor: Cursor,
  parts: readonly Analysis[],
  siblings: readonly string[],
): Candidate[] {
  if (cursor.kind === "reference")
    return referencesFor(undefined, here, offset, parts).map((each) => referenceName(each, here, cursor));
  if (cursor.kind === "keyword") return keywords(cursor.block);
  const rows = vocabulary[cursor.block.name];
  const row = rows.statements.find((each) => each.keyword === cursor.keyword) ?? rows.open;
  if (row === undefined) return [];
  const written = here.text.slice(cursor.word.start, cursor.word.end);
  const inside = { here, offset, parts, siblings, written, ...cursor };
  return formsFor(row, cursor.before).flatMap((form) =>
    expectedAfter(form, cursor.before).flatMap((expected) => candidatesFor(expected, form, inside)),
  );
}

/** Forms whose first words are those that are written, if there are any: `expect exit …` names no container. */
function formsFor(
  { forms }: StatementRow,
  before: Extract<Cursor, { kind: "argument" }>["before"],
): FormRow[] {
  const agreed = (form: FormRow): number => {
    const other = form.pattern.findIndex(
      (element, index) => element.kind !== "keyword" || !isWord(before[index], element.word),
    );
    return other < 0 ? form.pattern.length : other;
  };
  const most = Math.max(...forms.map(agreed));
  return forms.filter((form) => agreed(form) === most || (most === 0 && before.length === 0));
}

interface Inside {
  readonly here: Analysis;
  readonly offset: number;
  readonly parts: readonly Analysis[];
  readonly siblings: readonly string[];
  readonly written: string;
  readonly isQuoted: boolean;
  readonly isInList: boolean;
}

function candidatesFor(expected: Expected, form: FormRow, inside: Inside): Candidate[] {
  const { here, offset, parts, siblings, written, isQuoted, isInList } = inside;
  if (expected.kind !== "argument") {
    if (isQuoted || isInList) return [];
    return [wordCandidate(expected, form)];
  }
  const { type } = expected.row;
  if (isInList && type.kind !== "list" && type.kind !== "values") return [];
  const of = type.kind === "list" && isInList ? type.of : type;
  if (of.kind === "names") return namesFor(of.of, here, offset, parts, isQuoted);
  if (of.kind === "path" && of.fixed === true) return siblings.map((file) => pathCandidate(file, isQuoted));
  if (isQuoted) return [];
  return [...valuesOf(of, written), ...referencesFor(of, here, offset, parts)];
}

function wordCandidate(expected: Exclude<Expected, { kind: "argument" }>, form: FormRow): Candidate {
  switch (expected.kind) {
    case "keyword":
      return {
        label: expected.word,
        kind: CompletionItemKind.Keyword,
        documentation: markdown(form.documentation),
      };
    case "clause":
      return {
        label: expected.words.join(" "),
        kind: CompletionItemKind.Keyword,
        detail: clauseUsage(expected.clause),
        documentation: markdown(expected.clause.documentation),
      };
    case "command":
      return {
        label: "$",
        kind: CompletionItemKind.Operator,
        text: "$ ",
        detail: "a command, up to the end of the line",
      };
    case "block":
      return {
        label: "{",
        kind: CompletionItemKind.Struct,
        text: "{\n  $0\n}",
        snippet: true,
        detail: vocabulary[expected.block].documentation,
      };
  }
}

function keywords({ name, keywords: taken }: EnclosingBlock): Candidate[] {
  const { statements } = vocabulary[name];
  return statements
    .filter(({ keyword, forms }) => forms.some((form) => form.repeatable === true) || !taken.has(keyword))
    .map((row) => ({
      label: row.keyword,
      kind: CompletionItemKind.Keyword,
      detail: row.forms.map((form) => usage(row.keyword, form))[0] ?? "",
      documentation: markdown(keywordText(row, name)),
    }));
}

function referenceName(
  candidate: Candidate,
  { text }: Analysis,
  { isShell, word }: Extract<Cursor, { kind: "reference" }>,
): Candidate {
  const name = candidate.label.slice(2, -1);
  const label = isShell ? name.replaceAll("-", "_") : name;
  const isOpen = text[word.start - 1] === "{" && text[word.end] !== "}";
  return { ...candidate, label, text: isOpen ? `${label}}` : label };
}

function pathCandidate(file: string, isQuoted: boolean): Candidate {
  return { label: file, kind: CompletionItemKind.File, text: isQuoted ? file : `"${file}"` };
}

function markdown(value: string | undefined): { kind: "markdown"; value: string } | undefined {
  return value === undefined ? undefined : { kind: "markdown", value };
}

function* uniqueCandidates(candidates: readonly Candidate[]): Generator<Candidate> {
  const seen = new Set<string>();
  for (const candidate of candidates) {
    if (seen.has(candidate.label)) continue;
    seen.add(candidate.label);
    yield candidate;
  }
}
