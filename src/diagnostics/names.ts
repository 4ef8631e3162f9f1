import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { meant, replacing } from "./edits.ts";
import { listOf } from "./lists.ts";
import { meantWord } from "./suggest.ts";

/** A name that does not follow the rule for names. */
export function invalidName(span: Span, name: string, why: string, help: string): Diagnostic {
  return {
    code: "invalid-name",
    severity: "error",
    span,
    message: name === "" ? "a name cannot be empty" : `\`${name}\` cannot be a name: ${why}`,
    help,
  };
}

/** Two things of one kind with one name. */
export function duplicateName(span: Span, kind: string, name: string, first: Span): Diagnostic {
  return {
    code: "duplicate-name",
    severity: "error",
    span,
    message: `there is already ${kind} \`${name}\``,
    help: "give one of them another name",
    related: [{ span: first, message: "here is the first" }],
  };
}

/** A name that nothing of the wanted kind has. */
export function unknownName(
  span: Span,
  kind: string,
  name: string,
  candidates: readonly string[],
  other: { readonly kind: string; readonly span: Span } | undefined,
  declaration: string,
): Diagnostic {
  const wrongKind = other === undefined ? undefined : `\`${name}\` is ${other.kind}; name ${kind} here`;
  const all = candidates.length === 0 ? declaration : `there is ${listOf(candidates)}`;
  return {
    code: "unknown-name",
    severity: "error",
    span,
    message: `there is no ${kind.replace(/^an? /, "")} \`${name}\``,
    ...(wrongKind === undefined ? meant(span, name, candidates, all) : { help: wrongKind }),
    ...(other === undefined
      ? {}
      : { related: [{ span: other.span, message: `\`${name}\` is declared here` }] }),
  };
}

/** `${…}` with a name that nothing has here. */
export function unknownReference(
  span: Span,
  name: string,
  candidates: readonly string[],
  help: string | undefined,
): Diagnostic {
  const all =
    candidates.length === 0
      ? `declare it: \`param ${name} VALUE\``
      : `what can be referred to here is ${listOf(candidates.map((word) => `\${${word}}`))}`;
  const word = help === undefined ? meantWord(name, candidates) : undefined;
  return {
    code: "unknown-reference",
    severity: "error",
    span,
    message: `\`\${${name}}\` refers to nothing`,
    help: help ?? (word === undefined ? all : `did you mean \`${word}\`?`),
    ...(word === undefined ? {} : replacing(span, `\${${word}}`)),
  };
}

/** `${…}` where a value must be written out. */
export function referenceNotAllowed(span: Span, owner: string, wanted: string, help: string): Diagnostic {
  return {
    code: "reference-not-allowed",
    severity: "error",
    span,
    message: `\`${owner}\` takes ${wanted}, written out`,
    help,
  };
}

/** A parameter that would choose an engine or driver. */
export function parameterNotAllowed(span: Span, noun: string, name: string, declaration: Span): Diagnostic {
  return {
    code: "parameter-not-allowed",
    severity: "error",
    span,
    message: `the ${noun} cannot come from the parameter \`${name}\`: it could change when the script runs`,
    help: `use a matrix: \`matrix { ${name} [ … ] }\``,
    related: [{ span: declaration, message: `\`${name}\` is a parameter` }],
  };
}

/** A matrix variable where things are made once for all cells. */
export function matrixNotAllowed(span: Span, name: string, what: string, declaration: Span): Diagnostic {
  return {
    code: "matrix-not-allowed",
    severity: "error",
    span,
    message: `\`\${${name}}\` differs from cell to cell, and ${what} for all of them`,
    help: "write the value out, or use a `param`",
    related: [{ span: declaration, message: `\`${name}\` is a variable of the matrix` }],
  };
}

/** A reference whose value is of another type than its place. */
export function wrongReferenceType(
  span: Span,
  owner: string,
  wanted: string,
  name: string,
  found: string,
  declaration: Span,
): Diagnostic {
  return {
    code: "wrong-reference-type",
    severity: "error",
    span,
    message: `\`${owner}\` takes ${wanted}, \`${name}\` is ${found}`,
    help: `give \`${name}\` a value that is ${wanted}, or refer to another`,
    related: [{ span: declaration, message: `\`${name}\` gets its type here` }],
  };
}

/** Declared and never used: most often a slip in a name. */
export function unusedDeclaration(span: Span, kind: string, name: string): Diagnostic {
  return {
    code: "unused-declaration",
    severity: "warning",
    span,
    message: `${kind} \`${name}\` is never used`,
    help: "use it, or leave it out",
  };
}
