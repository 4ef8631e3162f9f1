import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLORS: Readonly<Record<string, string>> = {
  keyword: "keyword",
  property: "property",
  modifier: "modifier",
  enumMember: "constant",
  number: "number",
  string: "string",
  regexp: "string",
  comment: "comment",
  operator: "quiet",
  variable: "name",
  type: "name",
  function: "function",
};

/** The colours of both themes are variables of the page's style sheet. */
const look = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--pane)" },
  ".cm-gutters": { color: "var(--quiet)", backgroundColor: "var(--pane)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--cursor-line)" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-tooltip": {
    color: "var(--text)",
    backgroundColor: "var(--pane)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
  },
  ".cm-tooltip-autocomplete > ul > li": { padding: "2px 8px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--accent-text)",
    backgroundColor: "var(--accent)",
  },
  ".cm-completionInfo": { maxWidth: "36rem" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap" },
  ".cm-diagnosticAction": { color: "var(--accent-text)", backgroundColor: "var(--accent)" },
  ".cm-panels": { color: "var(--text)", backgroundColor: "var(--page)" },
  ".cm-foldPlaceholder": {
    color: "var(--quiet)",
    backgroundColor: "var(--page)",
    borderColor: "var(--line)",
  },
  ".cm-linked": { backgroundColor: "var(--mark)" },
  ".cm-from-recipe": { cursor: "pointer" },
  ...Object.fromEntries(
    Object.entries(COLORS).map(([type, color]) => [
      `.ctr-${type}`,
      { color: `var(--${color})`, ...(type === "comment" ? { fontStyle: "italic" } : {}) },
    ]),
  ),
  ".ctr-keyword": { color: "var(--keyword)", fontWeight: "600" },
});

const bash = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--keyword)" },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--string)" },
  { tag: [tags.number, tags.attributeName], color: "var(--number)" },
  { tag: [tags.standard(tags.variableName), tags.definition(tags.variableName)], color: "var(--name)" },
  { tag: tags.operator, color: "var(--quiet)" },
]);

export const theme: Extension = [look, syntaxHighlighting(bash)];
