import type { Diagnostic } from "../src/types/diagnostic.ts";

/** Lists what is wrong; each line leads to its place. */
export function showProblems(
  list: HTMLElement,
  diagnostics: readonly Diagnostic[],
  select: (start: number, end: number) => void,
): void {
  if (diagnostics.length === 0) {
    list.textContent = "No mistakes";
    return;
  }
  list.replaceChildren(
    ...diagnostics.map(({ code, severity, span, message, help }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = severity;
      const kind = document.createElement("strong");
      kind.textContent = `${severity}[${code}]`;
      button.append(kind, ` line ${span.line}: ${message}`);
      if (help !== undefined) {
        const small = document.createElement("small");
        small.textContent = `help: ${help}`;
        button.append(small);
      }
      button.addEventListener("click", () => select(span.start, span.end));
      return button;
    }),
  );
}
