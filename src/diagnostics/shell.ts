import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";

/** Text after `shell` that bash would not read. */
export function shellSyntax(span: Span, message: string): Diagnostic {
  return {
    code: "shell-syntax",
    severity: "error",
    span,
    message: `bash cannot read this: ${message}`,
    help: "mend the bash text between the quotes; nothing in it is the recipe's own syntax",
  };
}
