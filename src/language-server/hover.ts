import type { Hover } from "vscode-languageserver-types";
import type { ArgumentNode } from "../../grammar/ast.ts";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { StatementRow } from "../../grammar/vocabulary/schema.ts";
import type { Entry } from "../compile/2-check/entry.ts";
import { isTextual, plainText } from "../compile/2-check/nodes.ts";
import { looksLikeQuantity, readQuantity } from "../compile/2-check/values/quantity.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { clauseText, declarationText, keywordText, wordText } from "./hover-text.ts";
import { argumentsOf, everyEntry } from "./occurrences.ts";
import { quantityText } from "./quantity-text.ts";
import type { Stretch } from "./stretch.ts";
import { occurrenceAt, placesOf, thingOf } from "./symbols.ts";

/** What there is to say of the word at an offset: a statement, a clause, a value or a name. */
export function hover(here: Analysis, offset: number, parts: readonly Analysis[]): Hover | undefined {
  const found = nameAt(here, offset, parts) ?? statementAt(here, offset);
  if (found === undefined) return undefined;
  return { contents: { kind: "markdown", value: found.text }, range: rangeOf(here, found.at) };
}

interface Found {
  readonly text: string;
  readonly at: Stretch;
}

function nameAt(here: Analysis, offset: number, parts: readonly Analysis[]): Found | undefined {
  const occurrence = occurrenceAt(here, offset);
  if (occurrence === undefined || occurrence.isDeclaration) return undefined;
  const thing = thingOf({ analysis: here, occurrence }, parts);
  const given = placesOf(thing, parts).filter((place) => place.occurrence.isDeclaration);
  // A variable of a loop in shell text, or a name that nothing gives: there is nothing to say.
  const [first] = given;
  return first === undefined ? undefined : { text: declarationText(first), at: occurrence };
}

function statementAt({ entries, text }: Analysis, offset: number): Found | undefined {
  for (const entry of everyEntry(entries)) {
    const { statement, match } = entry;
    if (offset < statement.span.start || offset > statement.span.end) continue;
    const row = rowOf(entry);
    if (row !== undefined && touches(statement.keywordSpan, offset)) {
      return {
        text: keywordText(row, entry.inBlock, match.failure === undefined ? entry.form : undefined),
        at: statement.keywordSpan,
      };
    }
    const node = statement.arguments.flatMap(items).find(({ span }) => touches(span, offset));
    if (node === undefined) continue;
    const said = clauseAt(entry, node) ?? valueAt(entry, node, text);
    if (said !== undefined) return { text: said, at: node.span };
  }
  return undefined;
}

function touches({ start, end }: Stretch, offset: number): boolean {
  return start <= offset && offset <= end;
}

function rowOf({ inBlock, keyword }: Entry): StatementRow | undefined {
  const { statements, open } = vocabulary[inBlock];
  return statements.find((row) => row.keyword === keyword) ?? open;
}

function items(node: ArgumentNode): readonly ArgumentNode[] {
  return node.kind === "list" ? node.items : [node];
}

function clauseAt({ match, statement }: Entry, node: ArgumentNode): string | undefined {
  const clause = match.clauses.find((each) => {
    const first = statement.arguments.indexOf(each.node);
    return statement.arguments.slice(first, first + each.clause.words.length).includes(node);
  })?.clause;
  return clause === undefined ? undefined : clauseText(clause);
}

function valueAt(entry: Entry, node: ArgumentNode, text: string): string | undefined {
  const row = [...argumentsOf(entry)].find((each) => each.node === node)?.row;
  const written = isTextual(node) ? plainText(node.pieces) : undefined;
  if (written === undefined) return undefined;
  if (row?.type.kind === "word") {
    const word = row.type.words.find((each) => each.word === written);
    return word === undefined ? undefined : wordText(word, row.type.noun);
  }
  // Text in quotes is no number, whatever it holds.
  if (text[node.span.start] === '"' || !looksLikeQuantity(written)) return undefined;
  const quantity = readQuantity(written, node.span);
  return "code" in quantity ? undefined : quantityText(written, quantity);
}
