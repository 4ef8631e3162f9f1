import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate, { type IGrammar } from "vscode-textmate";
import { textMateGrammar } from "../../scripts/editors/textmate.ts";

export interface Token {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

/** The grammar in the machine that editors run it in; bash's own is not at hand, and is a grammar without rules. */
export async function loadGrammar(): Promise<IGrammar> {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) =>
      scope === "source.ctr"
        ? textmate.parseRawGrammar(textMateGrammar(), "ctr.tmLanguage.json")
        : textmate.parseRawGrammar(JSON.stringify({ scopeName: scope, patterns: [] }), "none.json"),
  });
  const grammar = await registry.loadGrammar("source.ctr");
  if (grammar === null) throw new Error("the grammar cannot be loaded");
  return grammar;
}

/** Every stretch of a text with its scopes, in offsets of the whole text. */
export function tokenize(grammar: IGrammar, text: string): Token[] {
  let stack = textmate.INITIAL;
  let offset = 0;
  return text.split("\n").flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    const from = offset;
    offset += line.length + 1;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: from + startIndex,
      end: from + Math.min(endIndex, line.length),
      scopes,
    }));
  });
}
