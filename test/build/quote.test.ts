import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote, type ShellText } from "../../src/compile/4-emit/quote.ts";
import { fuzz } from "../support/fuzz.ts";
import { testOnHost } from "../support/needs.ts";

/** Any text that a recipe can hold: everything but NUL and lone surrogates. */
const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", ""));

const hostile = fc.oneof(
  text,
  fc.string({ unit: fc.constantFrom(..."$`\\'\"!~ \n\t#*?[]{}()<>|&;=-%^x1\u0001\u007f") }),
  fc.constantFrom(
    "",
    "-n",
    "--",
    "done",
    "~root",
    "$HOME",
    "\u200b\u202e",
    "\u00a0",
    "\u2018x\u2019",
    "a\n",
    "\\",
  ),
);

/** What bash makes of words, byte for byte. */
function words(script: string): string[] {
  const output = execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8" });
  return output.split("\0").slice(0, -1);
}

describe("a quoted word", () => {
  test("is bare where that is safe", () => {
    expect(quote("bs=1k")).toBe("bs=1k");
    expect(quote("/dev/shm/x_1.y")).toBe("/dev/shm/x_1.y");
    expect(quote("")).toBe("''");
    expect(quote("done")).toBe("'done'");
    expect(quote("two words")).toBe("'two words'");
    expect(quote("it's")).toBe("$'it\\'s'");
    expect(quote(["bs=", { variable: "v_x" }])).toBe('"bs=$v_x"');
    expect(quote([{ variable: "v_x" }, "_1"])).toBe('"${v_x}_1"');
    expect(quote(["$", { variable: "v_x" }])).toBe("'$'\"$v_x\"");
  });

  test("cannot hold a NUL", () => {
    expect(() => quote("a\0b")).toThrow("NUL");
  });

  test("is one word with the same bytes, as an argument and in an array", () => {
    const lists = fc.array(hostile, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lists, (values) => {
        const line = values.map((value) => quote(value)).join(" ");
        expect(words(`printf '%s\\0' ${line}`)).toEqual(values);
        expect(words(`a=(${line}); printf '%s\\0' "\${a[@]}"`)).toEqual(values);
      }),
      fuzz(60),
    );
  });

  test("is one word with the same bytes where it has variables", () => {
    const pieces = fc.array(fc.oneof(hostile, fc.constant({ variable: "v_x" })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 10 }), hostile, (list, value) => {
        const line = list.map((one) => quote(one)).join(" ");
        const expected = list.map((one) => filled(one, value));
        expect(words(`v_x=${quote(value)}; printf '%s\\0' ${line}`)).toEqual(expected);
      }),
      fuzz(60),
    );
  });

  testOnHost("is no mistake to shellcheck", { programs: ["shellcheck"] }, () => {
    const pieces = fc.array(fc.oneof(hostile, fc.constant({ variable: "v_x" })), { maxLength: 8 });
    const samples = fc.sample(pieces, fuzz(400)).map((one) => `  printf '%s\\n' ${quote(one)}`);
    const script = ["#!/usr/bin/env bash", "main() {", "  v_x=$1", ...samples, "}", 'main "$@"', ""].join(
      "\n",
    );
    expect(execFileSync("shellcheck", ["-"], { input: script, encoding: "utf8" })).toBe("");
  });
});

function filled(pieces: ShellText, value: string): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : value)).join("");
}
