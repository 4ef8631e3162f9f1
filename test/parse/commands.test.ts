import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "../../src/compile/1-parse/parse.ts";

const PARTS = [
  "a",
  "b-c",
  "=",
  "%s",
  "~x",
  "]",
  "{",
  "}",
  "é",
  "日",
  " ",
  "  ",
  "\t",
  " #x",
  "#",
  "''",
  "'a b'",
  `'"$x'`,
  '""',
  '"a b"',
  `"it's"`,
  '"\\" \\\\ \\` \\$ \\n"',
  "\\a",
  "\\ ",
  "\\'",
  '\\"',
  "\\\\",
  "\\$",
  "\\#",
  "\\\n",
  " \\\n  ",
];

/** Commands that mean the same here and in a shell: no assignment, tilde or brace is at a place where bash minds it. */
const command = fc
  .array(fc.constantFrom(...PARTS), { maxLength: 12 })
  .map((parts) => `w ${parts.join("")} w`)
  // A comment ends with its line, so what follows would be a command of its own.
  .filter((each) => !/\s#.*\n/s.test(each));

test("words are split as bash splits them", () => {
  const commands = fc.sample(command, 400);
  const script = commands.map((each) => `set -- ${each}\nprintf '%s\\0' "$#" "$@"\n`).join("");
  const bash = spawnSync("bash", ["+o", "braceexpand"], {
    input: `set -f\nHOME=\n${script}`,
    encoding: "utf8",
  });
  expect(bash.stderr).toBe("");
  const output = bash.stdout.split("\0");
  for (const each of commands) {
    const count = Number(output.shift());
    expect(wordsOf(each), each).toEqual(output.splice(0, count));
  }
});

function wordsOf(command: string): string[] {
  const { recipe, diagnostics } = parse("recipe.ctr", `run $ ${command}`);
  expect(diagnostics).toEqual([]);
  const words = recipe.statements[0]?.command?.words ?? [];
  return words.map(({ pieces }) => pieces.map((piece) => (piece.kind === "text" ? piece.text : "")).join(""));
}
