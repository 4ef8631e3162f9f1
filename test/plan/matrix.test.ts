import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combinations } from "../../src/compile/3-plan/cells.ts";
import { resolve } from "../../src/compile/3-plan/resolve.ts";
import type { Matrix } from "../../src/types/declared.ts";

const span = { file: "recipe.ctr", start: 0, end: 0, line: 1, column: 1 };

function matrix(variables: Record<string, string[]>, ...exceptions: Record<string, string>[]): Matrix {
  return {
    variables: Object.entries(variables).map(([name, values]) => ({
      name,
      type: "word",
      values,
      written: values,
      span,
    })),
    exceptions: exceptions.map((values) => ({ values, span })),
    span,
  };
}

describe("the cells of a matrix", () => {
  const texts = (of: Matrix | undefined): string[] =>
    combinations(of).map((cell) => cell.map(({ value }) => value).join(" "));

  test("are one without a matrix", () => {
    expect(combinations(undefined)).toEqual([[]]);
  });

  test("are all combinations, the last variable fastest", () => {
    expect(texts(matrix({ a: ["1", "2"], b: ["x", "y"] }))).toEqual(["1 x", "1 y", "2 x", "2 y"]);
  });

  test("lack those that an exception names, whole or in part", () => {
    const of = matrix({ a: ["1", "2", "3"], b: ["x", "y"] }, { a: "1", b: "y" }, { a: "3" });
    expect(texts(of)).toEqual(["1 x", "2 x", "2 y"]);
  });
});

describe("in one cell", () => {
  const values = [
    { name: "nap", value: "1500000000", written: "1.5s" },
    { name: "share", value: "12.5", written: "12.5%" },
  ];

  test("references to the matrix are literal and the others stay", () => {
    expect(resolve(["a", { name: "nap" }, "b", { name: "other" }, "c"], values)).toEqual([
      "a1500000000b",
      { name: "other" },
      "c",
    ]);
  });

  test.each([
    ["1500000000", "1.5"],
    ["10000000", "0.01"],
    ["1", "0.000000001"],
    ["0", "0"],
    ["60000000000", "60"],
    ["12345678901234567890", "12345678901.23456789"],
  ])("%s ns are %s s", (value, seconds) => {
    const found = resolve([{ name: "x", as: "seconds" }], [{ name: "x", value, written: "" }]);
    expect(found).toEqual([seconds]);
  });

  test.each([
    ["50", "50000 100000"],
    ["12.5", "12500 100000"],
    ["0.25", "250 100000"],
    ["200", "200000 100000"],
    ["0.001", "1 100000"],
  ])("%s %% of a processor are %s", (value, quota) => {
    const found = resolve([{ name: "x", as: "cpu-quota" }], [{ name: "x", value, written: "" }]);
    expect(found).toEqual([quota]);
  });

  test("seconds are exact", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (ns) => {
        const [seconds = ""] = resolve(
          [{ name: "x", as: "seconds" }],
          [{ name: "x", value: String(ns), written: "" }],
        ) as string[];
        const [whole = "", fraction = ""] = seconds.split(".");
        expect(BigInt(whole) * 10n ** 9n + BigInt(fraction.padEnd(9, "0"))).toBe(ns);
        expect(seconds).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
      }),
    );
  });
});
