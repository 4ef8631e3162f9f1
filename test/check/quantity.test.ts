import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksLikeQuantity, readQuantity } from "../../src/compile/2-check/values/quantity.ts";
import type { Span } from "../../src/types/span.ts";

const span: Span = { file: "recipe.ctr", start: 0, end: 1, line: 1, column: 1 };

const SIZES: readonly (readonly [string, bigint])[] = [
  ["B", 1n],
  ["kB", 1000n],
  ["KiB", 1024n],
  ["MB", 1000n ** 2n],
  ["MiB", 1024n ** 2n],
  ["GB", 1000n ** 3n],
  ["GiB", 1024n ** 3n],
  ["TB", 1000n ** 4n],
  ["TiB", 1024n ** 4n],
];
const DURATIONS: readonly (readonly [string, bigint])[] = [
  ["us", 1000n],
  ["ms", 1000n ** 2n],
  ["s", 1000n ** 3n],
  ["min", 60n * 1000n ** 3n],
  ["h", 3600n * 1000n ** 3n],
];

describe("a quantity", () => {
  test("of whole units is exact, however large", () => {
    const unit = fc.constantFrom(...SIZES, ...DURATIONS);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), unit, (number, [name, scale]) => {
        const read = readQuantity(`${number}${name}`, span);
        const value = number * scale;
        if (value > 2n ** 63n - 1n) expect(read).toMatchObject({ code: "out-of-range" });
        else if (SIZES.some(([size]) => size === name)) expect(read).toEqual({ kind: "size", bytes: value });
        else expect(read).toEqual({ kind: "duration", nanoseconds: value });
      }),
    );
  });

  test("with a fraction is exact, or refused", () => {
    const digits = fc.stringMatching(/^[0-9]{1,6}$/);
    fc.assert(
      fc.property(fc.nat(10 ** 6), digits, fc.constantFrom(...SIZES), (whole, fraction, [unit, scale]) => {
        const read = readQuantity(`${whole}.${fraction}${unit}`, span);
        const scaled = BigInt(`${whole}${fraction}`) * scale;
        const divisor = 10n ** BigInt(fraction.length);
        if (scaled % divisor === 0n) expect(read).toEqual({ kind: "size", bytes: scaled / divisor });
        else expect(read).toMatchObject({ code: "not-whole" });
      }),
    );
  });

  test("of any spelling is read or refused, and never thrown at", () => {
    const word = fc.stringMatching(/^[-+.]?[0-9][0-9._]{0,50}[A-Za-z%]{0,5}$/);
    fc.assert(
      fc.property(word, (text) => {
        if (!looksLikeQuantity(text)) return;
        const read = readQuantity(text, span);
        expect("code" in read ? read.help : read.kind).toBeTruthy();
      }),
    );
  });
});
