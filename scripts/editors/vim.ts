import { blocks, fixedWords, type Role, roleOf, sorted, units, valueWords } from "./words.ts";

const GROUPS: Readonly<Record<Role, string>> = {
  declaration: "ctrDeclaration",
  setting: "ctrSetting",
  action: "ctrAction",
};

/** editors/vim/syntax/ctr.vim: the vocabulary as a syntax file for Vim and Neovim. */
export function vimSyntax(): string {
  const rows = blocks.flatMap((block) =>
    block.statements.map((row) => ({ row, role: roleOf(row, block.name) })),
  );
  const keywords = (role: Role): string[] =>
    sorted(
      rows.filter((each) => each.role === role && each.row.keyword !== "$").map(({ row }) => row.keyword),
    );
  const fixed = sorted(rows.flatMap(({ row }) => fixedWords(row)));
  const values = sorted(rows.flatMap(({ row }) => valueWords(row)));
  return `" Vim syntax file for ctrc recipes.
" Made from grammar/vocabulary/ by scripts/editors/vim.ts; change it there.
if exists("b:current_syntax")
  finish
endif

" Bash, for shell """…""".
syntax include @ctrBash syntax/sh.vim
unlet! b:current_syntax

" A bare word: letters, digits and _ . % + -
syntax iskeyword @,48-57,_,.,%,+,-

" Words that may follow a keyword.
syntax match ctrWord /\\<\\%(${pattern(fixed)}\\)\\>/
syntax match ctrConstant /\\<\\%(${pattern(values.filter((word) => !fixed.includes(word)))}\\)\\>/

" A keyword begins its line, or its block.
${(["action", "setting", "declaration"] as const)
  .map(
    (role) => `syntax match ${GROUPS[role]} /\\%(^\\|{\\)\\@1<=\\s*\\zs\\%(${pattern(keywords(role))}\\)\\>/`,
  )
  .join("\n")}

syntax match ctrNumber /\\<\\d\\+\\%(\\.\\d\\+\\)\\?\\%(${units.join("\\|")}\\|%\\)\\?\\>/
syntax match ctrNumber /\\<\\d\\+\\%(\\.\\.\\|-\\)\\d\\+\\>/
syntax match ctrOperator /<=\\|>=\\|<\\|>/
syntax match ctrReference /\${[A-Za-z0-9_.-]\\+}/
syntax match ctrEscape /\\\\\\%(["\\\\/bfnrt$]\\|u\\x\\{4}\\)/ contained
syntax region ctrString start=/"/ skip=/\\\\"/ end=/"/ oneline contains=ctrEscape,ctrReference
syntax region ctrText start=/"""/ end=/"""/ contains=ctrEscape,ctrReference
syntax region ctrShell matchgroup=ctrWord start=/\\<shell\\s*"""/ end=/"""/ contains=@ctrBash keepend

" A command is argv, up to the end of its line: no shell's signs mean anything in it.
syntax match ctrProgram /\\%(\\$\\s\\+\\)\\@<=[^ \\t'"\\\\$]\\+/ contained
syntax region ctrSingleQuoted start=/'/ end=/'/ oneline contained
syntax region ctrDoubleQuoted start=/"/ skip=/\\\\"/ end=/"/ oneline contained contains=ctrReference
syntax match ctrMisplaced /[|&;<>()*\`]\\+/ contained
syntax match ctrOption /\\s\\@1<=--\\?[A-Za-z0-9][A-Za-z0-9-]*/ contained
syntax match ctrProtected /\\\\./ contained
syntax region ctrCommand matchgroup=ctrDollar start=/\\$\\%(\\s\\|$\\)\\@=/ skip=/\\\\$/ end=/\\s\\+}[ \\t}]*$/me=s-1 end=/$/ contains=ctrProgram,ctrSingleQuoted,ctrDoubleQuoted,ctrReference,ctrMisplaced,ctrOption,ctrProtected,ctrCommandComment
syntax match ctrCommandComment /\\s\\@1<=#.*$/ contained contains=@Spell

syntax match ctrComment /#.*$/ contains=@Spell

highlight default link ctrDeclaration Structure
highlight default link ctrSetting Identifier
highlight default link ctrAction Statement
highlight default link ctrWord Keyword
highlight default link ctrConstant Constant
highlight default link ctrNumber Number
highlight default link ctrOperator Operator
highlight default link ctrReference PreProc
highlight default link ctrEscape SpecialChar
highlight default link ctrProtected SpecialChar
highlight default link ctrString String
highlight default link ctrText String
highlight default link ctrSingleQuoted String
highlight default link ctrDoubleQuoted String
highlight default link ctrDollar Operator
highlight default link ctrProgram Function
highlight default link ctrOption Special
highlight default link ctrMisplaced Error
highlight default link ctrComment Comment
highlight default link ctrCommandComment Comment

" Long texts begin somewhere above.
syntax sync minlines=200

let b:current_syntax = "ctr"
`;
}

function pattern(words: readonly string[]): string {
  return words.map((word) => word.replace(/[.*~^$\\/[\]]/g, "\\$&")).join("\\|");
}
