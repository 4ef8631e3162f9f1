import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippet,
} from "@codemirror/autocomplete";
import { foldService, indentService } from "@codemirror/language";
import { type Action, type Diagnostic as EditorDiagnostic, linter, lintGutter } from "@codemirror/lint";
import { type EditorState, type Extension, RangeSetBuilder, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, hoverTooltip } from "@codemirror/view";
import { type CompletionItem, CompletionItemKind } from "vscode-languageserver-types";
import {
  type Analysis,
  analyse,
  complete,
  foldingRanges,
  highlights,
  hover,
} from "../src/language-server/index.ts";
import type { Diagnostic } from "../src/types/diagnostic.ts";
import { FILE } from "./compiler.ts";
import { markdownElement } from "./markdown.ts";

/** The recipe as the language server sees it, made anew with each change. */
const analysisField = StateField.define<Analysis>({
  create: (state) => analyse(FILE, state.doc.toString()),
  update: (analysis, { docChanged, newDoc }) => (docChanged ? analyse(FILE, newDoc.toString()) : analysis),
});

const highlightField = StateField.define<DecorationSet>({
  create: decorations,
  update: (known, { docChanged, state }) => (docChanged ? decorations(state) : known),
  provide: (field) => EditorView.decorations.from(field),
});

function decorations(state: EditorState): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { start, end, type } of highlights(state.field(analysisField)))
    builder.add(start, end, Decoration.mark({ class: `ctr-${type}` }));
  return builder.finish();
}

/** Only shows a recipe: its highlighting. */
export const recipeHighlighting: Extension = [analysisField, highlightField];

/** Everything that an editor of recipes can do, with the functions of the language server. */
export function recipeLanguage(diagnose: (text: string) => Promise<readonly Diagnostic[]>): Extension {
  return [
    recipeHighlighting,
    autocompletion({ override: [completions], icons: false }),
    hoverTooltip((view, position) => hoverAt(view, position)),
    linter(async (view) => (await diagnose(view.state.doc.toString())).map(editorDiagnostic), { delay: 150 }),
    lintGutter(),
    foldService.of(foldAt),
    indentService.of(({ state }, position) => indentation(state, position)),
  ];
}

const TYPES: Readonly<Partial<Record<CompletionItemKind, string>>> = {
  [CompletionItemKind.Keyword]: "keyword",
  [CompletionItemKind.EnumMember]: "enum",
  [CompletionItemKind.Unit]: "constant",
  [CompletionItemKind.Variable]: "variable",
  [CompletionItemKind.Reference]: "type",
};

function completions({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const here = state.field(analysisField);
  const { items, isIncomplete } = complete(here, pos, [here], []);
  const [first] = items;
  const edit = first?.textEdit;
  if (edit === undefined || !("range" in edit)) return null;
  const from = here.document.offsetAt(edit.range.start);
  // Nobody wants a list at the beginning of every line.
  if (!explicit && from === pos && !/[{$ "]$/.test(state.sliceDoc(Math.max(pos - 1, 0), pos))) return null;
  if (!explicit && from === pos && /(?:^|\n)\s*$/.test(state.sliceDoc(Math.max(pos - 80, 0), pos)))
    return null;
  return {
    from,
    options: items.map((item, index) => option(item, items.length - index)),
    ...(isIncomplete ? {} : { validFor: /^[A-Za-z0-9_.%+-]*$/ }),
  };
}

function option(
  { label, kind, detail, documentation, textEdit, insertTextFormat }: CompletionItem,
  boost: number,
): Completion {
  const text = textEdit?.newText ?? label;
  const said = typeof documentation === "object" ? documentation.value : documentation;
  const type = kind === undefined ? undefined : TYPES[kind];
  return {
    label,
    boost: Math.min(boost, 99),
    apply: insertTextFormat === 2 ? snippet(text.replace("$0", "${}")) : text,
    ...(type === undefined ? {} : { type }),
    ...(said === undefined || said === ""
      ? detail === undefined || detail === ""
        ? {}
        : { info: detail }
      : { info: () => markdownElement(said) }),
  };
}

function hoverAt({ state }: EditorView, position: number) {
  const here = state.field(analysisField);
  const found = hover(here, position, [here]);
  if (found?.range === undefined) return null;
  const { contents } = found;
  const said = typeof contents === "object" && "value" in contents ? contents.value : "";
  return {
    pos: here.document.offsetAt(found.range.start),
    end: here.document.offsetAt(found.range.end),
    create: () => ({ dom: markdownElement(said) }),
  };
}

function editorDiagnostic({ code, severity, span, message, help, edits = [] }: Diagnostic): EditorDiagnostic {
  const actions: Action[] = edits.map((edit) => ({
    name: edit.text.trim() === "" ? "Mend" : `Write ${edit.text}`,
    apply: (view) =>
      view.dispatch({ changes: { from: edit.span.start, to: edit.span.end, insert: edit.text } }),
  }));
  return {
    from: span.start,
    to: span.end,
    severity: severity === "note" ? "info" : severity,
    source: code,
    message: help === undefined ? message : `${message}\nhelp: ${help}`,
    ...(actions.length === 0 ? {} : { actions }),
  };
}

function foldAt(state: EditorState, lineStart: number): { from: number; to: number } | null {
  const here = state.field(analysisField);
  const line = state.doc.lineAt(lineStart);
  const range = foldingRanges(here).find(({ startLine }) => startLine === line.number - 1);
  if (range === undefined || range.endLine + 1 > state.doc.lines) return null;
  return { from: line.to, to: state.doc.line(range.endLine + 1).to };
}

/** Two blanks for each bracket that is open on the line above. */
function indentation(state: EditorState, position: number): number | null {
  const line = state.doc.lineAt(position);
  const before = line.from === position && line.number > 1 ? state.doc.line(line.number - 1) : line;
  const text = before.text.slice(0, before === line ? position - line.from : undefined);
  const own = /^ */.exec(text)?.[0].length ?? 0;
  const opens = /[{[]\s*(?:#.*)?$/.test(text) ? 2 : 0;
  const closes = /^\s*[}\]]/.test(state.sliceDoc(position, line.to)) ? 2 : 0;
  return Math.max(own + opens - closes, 0);
}
