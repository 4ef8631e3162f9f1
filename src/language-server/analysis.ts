import { TextDocument } from "vscode-languageserver-textdocument";
import type { Range } from "vscode-languageserver-types";
import type { RecipeNode } from "../../grammar/ast.ts";
import { parseFile } from "../compile/1-parse/parse.ts";
import type { Entry } from "../compile/2-check/entry.ts";
import { Names } from "../compile/2-check/names.ts";
import { Structure } from "../compile/2-check/structure.ts";
import { findOccurrences, type Occurrence } from "./occurrences.ts";

/** What is known of one file by itself: everything that a request about it begins with. */
export interface Analysis {
  readonly file: string;
  readonly text: string;
  /** The same text, which knows lines: offsets to positions and back. */
  readonly document: TextDocument;
  readonly recipe: RecipeNode;
  /** The statements whose keywords are known, laid against the vocabulary. */
  readonly entries: readonly Entry[];
  /** Every name of the file, where it is given and where it is used. */
  readonly occurrences: readonly Occurrence[];
}

/** Reads a file, however broken: what cannot be read is missing from the result, and nothing is reported. */
export function analyse(file: string, text: string): Analysis {
  const document = TextDocument.create(file, "ctr", 0, text);
  const { recipe } = parseFile(file, text);
  const entries = new Structure(() => {}, new Names()).block("recipe", recipe.statements);
  return { file, text, document, recipe, entries, occurrences: findOccurrences(entries, text) };
}

/** A stretch of a file as the protocol has it. */
export function rangeOf(
  { document }: Analysis,
  { start, end }: { readonly start: number; readonly end: number },
): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
