import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";

/** Values of different types for one variable. */
export function mixedTypes(
  span: Span,
  name: string,
  first: string,
  firstSpan: Span,
  found: string,
): Diagnostic {
  return {
    code: "mixed-types",
    severity: "error",
    span,
    message: `\`${name}\` begins with ${first}, and this is ${found}`,
    help: "give a variable values of one type",
    related: [{ span: firstSpan, message: "its type comes from here" }],
  };
}

export function emptyMatrix(span: Span, what: string, help: string): Diagnostic {
  return { code: "empty-matrix", severity: "error", span, message: what, help };
}

/** One value twice in one list. */
export function duplicateValue(span: Span, name: string, value: string, first: Span): Diagnostic {
  return {
    code: "duplicate-value",
    severity: "error",
    span,
    message: `\`${name}\` has the value \`${value}\` twice`,
    help: "leave one out; `repeat` makes more runs of a cell",
    related: [{ span: first, message: "here is the first" }],
  };
}

/** More combinations than anybody wants to wait for. */
export function matrixTooLarge(span: Span, cells: string): Diagnostic {
  return {
    code: "matrix-too-large",
    severity: "error",
    span,
    message: `the matrix has ${cells} cells, at most 10000 can be run`,
    help: "give the variables fewer values, or make two recipes of it",
  };
}

/** `except` with a variable, a value or a half of a pair that the matrix does not have. */
export function exceptNothing(span: Span, message: string, help: string): Diagnostic {
  return { code: "except-nothing", severity: "error", span, message, help };
}
