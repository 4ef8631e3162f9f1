import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver-types";
import type { Diagnostic, Edit } from "../types/diagnostic.ts";
import { type Analysis, rangeOf } from "./analysis.ts";
import { clientDiagnostic } from "./diagnostics.ts";

/** The changes that mend what is wrong within a range. */
export function quickFixes(
  here: Analysis,
  range: Range,
  diagnostics: readonly Diagnostic[],
  uriOf: (file: string) => string,
): CodeAction[] {
  const start = here.document.offsetAt(range.start);
  const end = here.document.offsetAt(range.end);
  return diagnostics.flatMap((diagnostic) => {
    const { edits = [], span } = diagnostic;
    const [first] = edits;
    if (first === undefined || span.start > end || span.end < start) return [];
    // A change of another file would surprise who looks at this one.
    if (edits.some((edit) => edit.span.file !== here.file)) return [];
    const changes = edits.map((edit) => ({ range: rangeOf(here, edit.span), newText: edit.text }));
    const action: CodeAction = {
      title: title(first, here.text),
      kind: CodeActionKind.QuickFix,
      diagnostics: [clientDiagnostic(diagnostic, here, [here], uriOf)],
      isPreferred: true,
      edit: { changes: { [uriOf(here.file)]: changes } },
    };
    return [action];
  });
}

function title({ span, text }: Edit, file: string): string {
  const before = file.slice(span.start, span.end);
  if (text === "") return `remove \`${before}\``;
  if (text === "\n") return "begin a new line here";
  return before === "" ? `insert \`${text}\`` : `write \`${text}\``;
}
