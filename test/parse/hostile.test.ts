import { expect, test } from "vitest";
import { parse } from "../../src/compile/1-parse/parse.ts";

const MEGABYTE = 1024 ** 2;
const LENGTH = MEGABYTE / 4;

function fill(unit: string, length = LENGTH): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** Texts that are made to be slow or to fail, with the code that answers them; none if they are right. */
const CORPUS: readonly [name: string, text: string, code: string | undefined][] = [
  ["nothing", "", undefined],
  ["only a byte order mark", "\ufeff", undefined],
  ["a byte order mark and a line", '\ufeffrecipe x "y"\n', undefined],
  ["only line breaks", fill("\r\n"), undefined],
  ["10 MB of opening braces", fill("{", 10 * MEGABYTE), "recipe-too-large"],
  ["opening braces", fill("{"), "nested-too-deeply"],
  ["closing braces", fill("}"), "stray-bracket"],
  ["pairs of braces", fill("{}"), "missing-keyword"],
  ["opening brackets", fill("["), "nested-too-deeply"],
  ["10 000 nested blocks", `${"a {\n".repeat(10_000)}${"}\n".repeat(10_000)}`, "nested-too-deeply"],
  ["100 000 nested blocks", `${"a {\n".repeat(100_000)}${"}\n".repeat(100_000)}`, "nested-too-deeply"],
  ["100 000 nested lists", `a ${"[".repeat(100_000)}${"]".repeat(100_000)}`, "nested-too-deeply"],
  ["100 nested blocks", `${"a {\n".repeat(100)}${"}\n".repeat(100)}`, undefined],
  ["100 000 blocks that nothing closes", "a {\n".repeat(100_000), "nested-too-deeply"],
  ["a word of 1 MB", fill("a", MEGABYTE), undefined],
  ["a string of 1 MB", `a "${fill("b", MEGABYTE)}"`, undefined],
  ["a string of 1 MB that nothing closes", `a "${fill("b", MEGABYTE)}`, "unclosed-string"],
  ["a string of escapes", `a "${fill("\\n")}"`, undefined],
  ["a string of bad escapes", `a "${fill("\\q")}"`, "bad-escape"],
  ["quotes", fill('"'), "missing-keyword"],
  ["lines with one quote", fill('a "\n'), "unclosed-string"],
  ["triple quotes", fill('"""\n'), "missing-keyword"],
  ["a text whose closing quotes are all escaped", `a """${fill('\\"""')}`, "unclosed-text"],
  ["shell texts", fill('shell """\n'), "missing-keyword"],
  ["backslashes", fill("\\"), "unexpected-character"],
  ["joined lines", fill("\\\n"), undefined],
  ["dollars", fill("$"), "shell-variable"],
  ["empty commands", fill("$\n"), "empty-command"],
  ["a command of braces", `a { $ ${fill("} ")}`, undefined],
  ["references without an end", fill("${"), "missing-keyword"],
  ["commas", fill(",\n"), "missing-keyword"],
  ["pipes", `a $ ${fill("|")}`, "shell-operator"],
  ["comments of another language", fill("/*\n"), "unexpected-character"],
  ["one line of comments of another language", `a ${fill(" //")}`, "unquoted-text"],
  ["lone carriage returns", fill("a\r"), undefined],
  ["a NUL byte", "recipe x\n\0", "not-text"],
  [
    "binary",
    String.fromCharCode(...Array.from({ length: 1000 }, (_, index) => (index * 7919) % 256)),
    "not-text",
  ],
  [
    "bytes that are not UTF-8",
    new TextDecoder().decode(new Uint8Array([0x61, 0x20, 0xff, 0xfe])),
    "not-text",
  ],
  ["control characters", fill("\u0001"), "hidden-character"],
  ["marks of direction", fill("\u202e\n"), "hidden-character"],
];

test.each(CORPUS)("%s", (_, text, code) => {
  const { diagnostics } = parse("recipe.ctr", text);
  expect(diagnostics.length).toBeLessThanOrEqual(101);
  if (code === undefined) expect(diagnostics).toEqual([]);
  else expect(diagnostics.map((each) => each.code)).toContain(code);
  for (const { message, help = "" } of diagnostics) expect(message.length + help.length).toBeLessThan(500);
});
