import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  tooltips,
} from "@codemirror/view";
import { examples } from "examples";
import { compile, type Outcome } from "./compiler.ts";
import { firstStep, recipeLines, scriptLines } from "./line-map.ts";
import { fragmentOf, recipeIn } from "./link.ts";
import { showProblems } from "./problems.ts";
import { recipeLanguage } from "./recipe-language.ts";
import { startTabs } from "./tabs.ts";
import { theme } from "./theme.ts";
import { startThemes } from "./themes.ts";
import { Viewer } from "./viewer.ts";

function find<Element extends HTMLElement>(id: string): Element {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as Element;
}

const script = new Viewer(find("panel-script"), "The bash script", "bash", showRecipeLine);
const plan = new Viewer(find("panel-plan"), "The plan", "text", showPlannedLine);
const formatted = new Viewer(find("panel-formatted"), "The recipe, laid out", "recipe");
let last: Outcome | undefined;

const editor = new EditorView({
  parent: find("editor"),
  state: EditorState.create({
    doc: recipeIn(location.hash) ?? examples[0]?.text ?? "",
    extensions: [
      lineNumbers(),
      foldGutter(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      keymap.of([
        { key: "Shift-Alt-f", run: () => layOut() },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...completionKeymap,
        ...lintKeymap,
      ]),
      recipeLanguage(diagnose),
      EditorView.lineWrapping,
      // The panes cut off what does not fit into them.
      tooltips({ parent: document.body }),
      EditorView.contentAttributes.of({ "aria-label": "Recipe", spellcheck: "false" }),
      EditorView.updateListener.of(({ docChanged, selectionSet }) => {
        if (selectionSet || docChanged) linkLine();
      }),
      theme,
    ],
  }),
});

/** Compiles, shows what became of it, and returns what is wrong: the editor asks whenever nobody has typed for a moment. */
async function diagnose(text: string): Promise<Outcome["diagnostics"]> {
  const outcome = await compile(text);
  if (text !== editor.state.doc.toString()) return outcome.diagnostics;
  last = outcome;
  if (outcome.script !== undefined) {
    const isOther = script.text === "" || recipeName(script.text) !== recipeName(outcome.script);
    script.show(outcome.script);
    // The runtime comes first and is long: what is the recipe's own is at the end.
    if (isOther) script.reveal(firstStep(outcome.script, recipeLines(outcome.script)) ?? 1);
  }
  if (outcome.plan !== undefined) plan.show(outcome.plan);
  if (outcome.formatted !== undefined) formatted.show(outcome.formatted);
  markStale();
  showProblems(find("problems"), outcome.diagnostics, select);
  address.hold(text);
  linkLine();
  document.body.dataset.state = "ready";
  return outcome.diagnostics;
}

/** Says so where the tab that is shown is not of the recipe as it is now; laid out is also one that means nothing. */
function markStale(): void {
  const isLaidOut = !find("panel-formatted").hidden;
  const newest = isLaidOut ? last?.formatted : last?.script;
  find("stale").hidden = last === undefined || newest !== undefined || script.text === "";
}

/** The address holds the recipe, so that a reload keeps it and a bookmark remembers it. */
const address = {
  hold(text: string): void {
    window.history.replaceState(null, "", fragmentOf(text));
  },
};

function recipeName(text: string): string {
  return /^# (\S+):/m.exec(text)?.[1] ?? "recipe";
}

function select(start: number, end: number): void {
  const { length } = editor.state.doc;
  editor.dispatch({
    selection: { anchor: Math.min(start, length), head: Math.min(end, length) },
    effects: EditorView.scrollIntoView(Math.min(start, length), { y: "center" }),
  });
  editor.focus();
}

/** Marks the lines of the script that are made from the line of the cursor. */
function linkLine(): void {
  const { doc, selection } = editor.state;
  const text = script.text;
  script.link(scriptLines(text, recipeLines(text), doc.lineAt(selection.main.head).number));
}

function showRecipeLine(line: number): void {
  const from = recipeLines(script.text).get(line);
  if (from !== undefined) selectLine(from);
}

/** A step of a plan says its place, unless it is that of the step before. */
function showPlannedLine(line: number): void {
  const before = plan.text.split("\n").slice(0, line);
  const place = before.map((each) => /\bline (\d+)/.exec(each)?.[1]).findLast((each) => each !== undefined);
  if (place !== undefined && before.at(-1) !== "") selectLine(Number(place));
}

function selectLine(number: number): void {
  const { doc } = editor.state;
  if (number > doc.lines) return;
  const { from } = doc.line(number);
  select(from, from);
}

function replaceAll(text: string): void {
  editor.dispatch({
    changes: { from: 0, to: editor.state.doc.length, insert: text },
    selection: { anchor: 0 },
  });
}

function layOut(): boolean {
  if (last?.formatted !== undefined && last.formatted !== editor.state.doc.toString()) {
    const { head } = editor.state.selection.main;
    replaceAll(last.formatted);
    editor.dispatch({ selection: { anchor: Math.min(head, last.formatted.length) } });
  }
  editor.focus();
  return true;
}

function startExamples(): void {
  const list = find<HTMLSelectElement>("examples");
  list.append(new Option("choose…", ""), ...examples.map(({ name }) => new Option(name, name)));
  if (recipeIn(location.hash) === undefined) list.value = examples[0]?.name ?? "";
  list.addEventListener("change", () => {
    const chosen = examples.find(({ name }) => name === list.value);
    if (chosen !== undefined) replaceAll(chosen.text);
  });
}

function startLink(): void {
  const button = find<HTMLButtonElement>("share");
  button.addEventListener("click", async () => {
    const url = `${location.href.split("#")[0]}${fragmentOf(editor.state.doc.toString())}`;
    const label = button.textContent;
    // A page from a file, or without the user's leave, has no clipboard: then the address itself holds the link.
    const isCopied = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    );
    button.textContent = isCopied === true ? "Copied" : "It is in the address";
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}

function startSaving(): void {
  const files: readonly (readonly [id: string, viewer: Viewer, suffix: string])[] = [
    ["panel-script", script, ".sh"],
    ["panel-plan", plan, ".plan.txt"],
    ["panel-formatted", formatted, ".ctr"],
  ];
  find("save").addEventListener("click", () => {
    const shown = files.find(([id]) => !find(id).hidden);
    if (shown === undefined) return;
    const [, { text }, suffix] = shown;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = `${recipeName(script.text)}${suffix}`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

startTabs(find("outcome"), markStale);
startSaving();
startThemes(find("theme"));
startExamples();
startLink();
find("format").addEventListener("click", layOut);
addEventListener("hashchange", () => {
  const text = recipeIn(location.hash);
  if (text !== undefined && text !== editor.state.doc.toString()) replaceAll(text);
});
