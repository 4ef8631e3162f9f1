import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();
const editor = join(import.meta.dirname, "../../editors/vim");

const RECIPE = `recipe sample "A title with \${x}"    # a comment
cgroup small { memory.max 64MiB }
container box {
  engine native
  cgroup small
}
check it-runs {
  run box timeout 5s $ dd -v if=/dev/zero 'a | b' x|y \${payload}
  host shell """
    for file in *; do echo "$file"; done
  """
  finally { host $ rm -f /x }
  expect exit 0
}
`;

/** What Vim calls the character at the beginning of each text; the group of the last link. */
function groups(texts: readonly string[]): string[] {
  const file = join(scratch.path, "sample.ctr");
  const output = join(scratch.path, "groups");
  const script = join(scratch.path, "ask.vim");
  writeFileSync(file, RECIPE);
  const asked = texts.map((text) => {
    const before = RECIPE.slice(0, RECIPE.indexOf(text)).split("\n");
    const column = Buffer.byteLength(before.at(-1) ?? "") + 1;
    return `call add(g:found, synIDattr(synID(${before.length}, ${column}, 1), "name"))`;
  });
  const lines = [
    `set runtimepath^=${editor}`,
    "filetype plugin on",
    "syntax on",
    `edit ${file}`,
    "let g:found = [&filetype, &commentstring]",
    ...asked,
    `call writefile(g:found, "${output}")`,
    "qall!",
  ];
  writeFileSync(script, `${lines.join("\n")}\n`);
  execFileSync("vim", ["-N", "-u", "NONE", "-i", "NONE", "-es", "-S", script], { timeout: 20_000 });
  return execFileSync("cat", [output], { encoding: "utf8" }).trimEnd().split("\n");
}

testOnHost("Vim knows recipes, and shows their parts as what they are", { programs: ["vim"] }, () => {
  const places: Readonly<Record<string, string>> = {
    "recipe sample": "ctrDeclaration",
    '"A title': "ctrString",
    "${x}": "ctrReference",
    "# a comment": "ctrComment",
    "memory.max": "ctrSetting",
    "64MiB": "ctrNumber",
    native: "ctrConstant",
    "run box": "ctrAction",
    timeout: "ctrWord",
    "$ dd": "ctrDollar",
    "dd -v": "ctrProgram",
    "-v if": "ctrOption",
    "'a | b'": "ctrSingleQuoted",
    "|y": "ctrMisplaced",
    "${payload}": "ctrReference",
    "for file": "bash",
    "}\n  expect": "",
    "expect exit": "ctrAction",
  };
  // Which of bash's own groups it is belongs to another file of Vim's.
  const [filetype, commentstring, ...found] = groups(Object.keys(places));
  expect([filetype, commentstring]).toEqual(["ctr", "# %s"]);
  expect(
    Object.fromEntries(
      Object.keys(places).map((place, index) => [place, (found[index] ?? "").replace(/^sh[A-Z].*/, "bash")]),
    ),
  ).toEqual(places);
});
