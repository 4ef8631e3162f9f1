import { expect, test } from "vitest";
import { textMateGrammar } from "../../scripts/editors/textmate.ts";
import { vimSyntax } from "../../scripts/editors/vim.ts";

test("the TextMate grammar says what the vocabulary says", async () => {
  await expect(textMateGrammar()).toMatchFileSnapshot("../../editors/vscode/syntaxes/ctr.tmLanguage.json");
});

test("the Vim syntax file says what the vocabulary says", async () => {
  await expect(vimSyntax()).toMatchFileSnapshot("../../editors/vim/syntax/ctr.vim");
});
