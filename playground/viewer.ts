import { StreamLanguage } from "@codemirror/language";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, lineNumbers } from "@codemirror/view";
import { recipeHighlighting } from "./recipe-language.ts";
import { theme } from "./theme.ts";

const linkLines = StateEffect.define<readonly number[]>();

/** The lines that belong to the line of the recipe in which the cursor is. */
const linkedField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(known, { effects, newDoc, docChanged }) {
    const lines = effects.find((effect) => effect.is(linkLines))?.value;
    if (lines === undefined) return docChanged ? Decoration.none : known;
    const mark = Decoration.line({ class: "cm-linked" });
    return Decoration.set(
      lines.filter((line) => line <= newDoc.lines).map((line) => mark.range(newDoc.line(line).from)),
    );
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A pane that shows a text and can be read, searched and copied, but not written. */
export class Viewer {
  readonly #view: EditorView;

  /** @param onLine is told of a line that was clicked or chosen with Enter, counted from 1 */
  constructor(
    parent: HTMLElement,
    label: string,
    language: "bash" | "recipe" | "text",
    onLine: (line: number) => void = () => {},
  ) {
    const highlighting: Extension =
      language === "bash" ? StreamLanguage.define(shell) : language === "recipe" ? recipeHighlighting : [];
    const tell = (view: EditorView): boolean => {
      onLine(view.state.doc.lineAt(view.state.selection.main.head).number);
      return false;
    };
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          // Nothing can be typed into it, but it can be reached with the keyboard.
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          EditorView.editable.of(false),
          EditorView.domEventHandlers({
            click: (_, view) => tell(view),
            keydown: (event, view) => event.key === "Enter" && tell(view),
          }),
          highlighting,
          linkedField,
          language === "bash" ? [] : EditorView.lineWrapping,
          theme,
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  show(text: string): void {
    if (text === this.text) return;
    const { scrollTop } = this.#view.scrollDOM;
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
    this.#view.scrollDOM.scrollTop = scrollTop;
  }

  /** Brings a line, counted from 1, to the top. */
  reveal(line: number): void {
    const { doc } = this.#view.state;
    if (line <= doc.lines)
      this.#view.dispatch({ effects: EditorView.scrollIntoView(doc.line(line).from, { y: "start" }) });
  }

  /** Marks lines, counted from 1, and brings the first of them into sight. */
  link(lines: readonly number[]): void {
    const { doc } = this.#view.state;
    const [first] = lines;
    const effects: StateEffect<unknown>[] = [linkLines.of(lines)];
    if (first !== undefined && first <= doc.lines)
      effects.push(EditorView.scrollIntoView(doc.line(first).from, { y: "center" }));
    this.#view.dispatch({ effects });
  }
}
