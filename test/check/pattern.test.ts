import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { patternFault } from "../../src/compile/2-check/values/pattern.ts";
import { fuzz } from "../support/fuzz.ts";

const PIECES = [
  "a",
  "z",
  "0",
  "9",
  "-",
  "^",
  "$",
  ".",
  "*",
  "+",
  "?",
  "(",
  ")",
  "[",
  "]",
  "|",
  "\\",
  "[:digit:]",
];

test("what is called a malformed pattern is one for bash, and most of those of bash are told", () => {
  const any = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(""));
  const { numRuns, seed } = fuzz(600);
  const patterns = fc.sample(any, { numRuns, seed });
  const script = 'while IFS= read -r -d "" p; do [[ "" =~ $p ]] 2>/dev/null; echo "$?"; done';
  const { stdout } = spawnSync("bash", ["-c", script], {
    input: patterns.map((pattern) => `${pattern}\0`).join(""),
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const refused = stdout
    .split("\n")
    .slice(0, -1)
    .map((status) => status === "2");
  expect(refused).toHaveLength(patterns.length);
  const told = patterns.map((pattern) => patternFault(pattern) !== undefined);
  expect(patterns.filter((_, at) => told[at] && !refused[at])).toEqual([]);
  const untold = patterns.filter((_, at) => refused[at] && !told[at]).length;
  expect(untold).toBeLessThan(refused.filter(Boolean).length / 10);
});
