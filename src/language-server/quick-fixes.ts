import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver-types";
import { LINTS } from "../diagnostics/lints.ts";
import type { Diagnostic, Edit } from "../types/diagnostic.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { clientDiagnostic } from "./diagnostics.ts";

/** The changes that mend what is wrong within a range, or say that it is meant. */
export function quickFixes(
  here: Analysis,
  range: Range,
  diagnostics: readonly Diagnostic[],
  uriOf: (file: string) => string,
): CodeAction[] {
  const start = here.document.offsetAt(range.start);
  const end = here.document.offsetAt(range.end);
  const there = diagnostics.filter(({ span }) => span.start <= end && span.end >= start);
  return there.flatMap((diagnostic) => {
    const action = (named: string, edits: readonly Edit[], isPreferred: boolean): CodeAction => ({
      title: named,
      kind: CodeActionKind.QuickFix,
      diagnostics: [clientDiagnostic(diagnostic, here, [here], uriOf)],
      isPreferred,
      edit: {
        changes: {
          [uriOf(here.file)]: edits.map(({ span, text }) => ({ range: rangeOf(here, span), newText: text })),
        },
      },
    });
    const { edits = [] } = diagnostic;
    const [first] = edits;
    // A change of another file would surprise who looks at this one.
    const isHere = edits.every((edit) => edit.span.file === here.file);
    const mending = first !== undefined && isHere ? [action(title(first, here.text), edits, true)] : [];
    const allowing = allowance(diagnostic, here);
    return allowing === undefined
      ? mending
      : [...mending, action(`allow \`${diagnostic.code}\` here`, [allowing], false)];
  });
}

/** The comment that allows a warning or note, at the end of its line; undefined where the line has no place for it. */
function allowance({ code, span }: Diagnostic, { text }: Analysis): Edit | undefined {
  if (!LINTS.includes(code)) return undefined;
  const from = text.lastIndexOf("\n", span.start - 1) + 1;
  const line = /^.*?(?=\r?$)/m.exec(text.slice(from))?.[0] ?? "";
  if (/#|"""|\\$/.test(line)) return undefined;
  const end = from + line.length;
  return { span: { ...span, start: end, end }, text: `  # ctrc: allow ${code}` };
}

function title({ span, text }: Edit, file: string): string {
  const before = file.slice(span.start, span.end);
  if (text === "") return `remove \`${before}\``;
  if (text === "\n") return "begin a new line here";
  return before === "" ? `insert \`${text}\`` : `write \`${text}\``;
}
