import type { Problem } from "../../../grammar/problem.ts";
import * as syntax from "../../diagnostics/syntax.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";

type Describer<Kind> = (problem: Extract<Problem, { kind: Kind }>) => Diagnostic;

const DESCRIBERS: { readonly [Kind in Problem["kind"]]: Describer<Kind> } = {
  "unclosed-string": ({ span }) => syntax.unclosedString(span),
  "unclosed-text": ({ span }) => syntax.unclosedText(span),
  "unclosed-quote": ({ span, quote }) => syntax.unclosedQuote(span, quote),
  "unclosed-block": ({ span, misread, before }) => syntax.unclosedBlock(span, misread, before),
  "unclosed-list": ({ span }) => syntax.unclosedList(span),
  "stray-bracket": ({ span, bracket }) => syntax.strayBracket(span, bracket),
  "mismatched-bracket": ({ span, wanted, opener }) => syntax.mismatchedBracket(span, wanted, opener),
  "nested-too-deeply": ({ span, levels }) => syntax.nestedTooDeeply(span, levels),
  "bad-escape": ({ span, sequence }) => syntax.badEscape(span, sequence),
  "bad-reference": ({ span, text }) => syntax.badReference(span, text),
  "unquoted-text": ({ span, text }) => syntax.unquotedText(span, text),
  "unexpected-character": ({ span, text }) => syntax.unexpectedCharacter(span, text),
  "missing-keyword": ({ span, text }) => syntax.missingKeyword(span, text),
  "missing-line-end": ({ span }) => syntax.missingLineEnd(span),
  "empty-command": ({ span }) => syntax.emptyCommand(span),
  "shell-operator": ({ span, operator }) => syntax.shellOperator(span, operator),
  "shell-variable": ({ span, text }) => syntax.shellVariable(span, text),
  "blank-after-backslash": ({ span }) => syntax.blankAfterBackslash(span),
};

/** The words for a problem. */
export function describe<Kind extends Problem["kind"]>(
  problem: Extract<Problem, { kind: Kind }>,
): Diagnostic {
  return DESCRIBERS[problem.kind as Kind](problem);
}
