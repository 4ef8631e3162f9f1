import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import type { Entry } from "../compile/2-check/entry.ts";
import { isTextual, written } from "../compile/2-check/nodes.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { argumentsOf } from "./occurrences.ts";

const KINDS: Readonly<Record<string, SymbolKind>> = {
  recipe: SymbolKind.File,
  param: SymbolKind.Constant,
  matrix: SymbolKind.Array,
  NAME: SymbolKind.Variable,
  cgroup: SymbolKind.Struct,
  namespace: SymbolKind.Namespace,
  image: SymbolKind.Package,
  storage: SymbolKind.Object,
  container: SymbolKind.Class,
  check: SymbolKind.Method,
  measure: SymbolKind.Function,
  start: SymbolKind.Event,
  fetch: SymbolKind.Variable,
  prepare: SymbolKind.Method,
  finally: SymbolKind.Method,
};

/** The outline of a file: what it declares, and in it what is made under a name. */
export function documentSymbols(here: Analysis): DocumentSymbol[] {
  return here.entries.flatMap((entry) => symbols(entry, here));
}

function symbols(entry: Entry, here: Analysis): DocumentSymbol[] {
  const children = entry.entries.flatMap((each) => symbols(each, here));
  const kind = KINDS[entry.keyword];
  if (kind === undefined) return children;
  const { statement } = entry;
  const given = [...argumentsOf(entry)].find(({ row }) => row.type.kind === "declares")?.node;
  const name = given !== undefined && isTextual(given) ? written(given.pieces) : statement.keyword;
  const symbol: DocumentSymbol = {
    name: name === "" ? statement.keyword : name,
    kind,
    range: rangeOf(here, statement.span),
    selectionRange: rangeOf(here, given?.span ?? statement.keywordSpan),
    ...(name === statement.keyword ? {} : { detail: entry.keyword }),
    ...(children.length === 0 ? {} : { children }),
  };
  return [symbol];
}
