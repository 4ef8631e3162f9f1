import type { SemanticTokens, SemanticTokensLegend } from "vscode-languageserver-types";
import type { Analysis } from "./analysis.ts";
import { HIGHLIGHTS, highlights } from "./highlights.ts";

export const LEGEND: SemanticTokensLegend = { tokenTypes: [...HIGHLIGHTS], tokenModifiers: ["declaration"] };

/** The highlights of a file in the protocol's form: five numbers each, places relative to the one before. */
export function semanticTokens(here: Analysis): SemanticTokens {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, end, type, isDeclaration } of highlights(here)) {
    for (const part of lines(here.text, start, end)) {
      const position = here.document.positionAt(part.start);
      const deltaLine = position.line - line;
      const deltaCharacter = deltaLine === 0 ? position.character - character : position.character;
      data.push(
        deltaLine,
        deltaCharacter,
        part.end - part.start,
        HIGHLIGHTS.indexOf(type),
        isDeclaration ? 1 : 0,
      );
      ({ line, character } = position);
    }
  }
  return { data };
}

/** A token ends on its line. */
function* lines(text: string, start: number, end: number): Generator<{ start: number; end: number }> {
  let from = start;
  for (const { 0: line, index } of text.slice(start, end).matchAll(/[^\r\n]+/g)) {
    from = start + index;
    yield { start: from, end: from + line.length };
  }
}
