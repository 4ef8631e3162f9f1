import { malformedNumber, notWhole, outOfRange, unknownUnit } from "../../../diagnostics/values.ts";
import type { Diagnostic, RelatedSpan } from "../../../types/diagnostic.ts";
import type { Span } from "../../../types/span.ts";

/** A number as a recipe writes it, with its unit read. */
export type Quantity =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "percent"; readonly text: string }
  | { readonly kind: "size"; readonly bytes: bigint }
  | { readonly kind: "duration"; readonly nanoseconds: bigint };

/** 2⁶³ - 1: what bash can compute with. */
const LARGEST = 2n ** 63n - 1n;

/** Bytes in each. */
export const SIZE_UNITS: Readonly<Record<string, bigint>> = {
  B: 1n,
  kB: 10n ** 3n,
  KB: 10n ** 3n,
  MB: 10n ** 6n,
  GB: 10n ** 9n,
  TB: 10n ** 12n,
  PB: 10n ** 15n,
  EB: 10n ** 18n,
  KiB: 2n ** 10n,
  MiB: 2n ** 20n,
  GiB: 2n ** 30n,
  TiB: 2n ** 40n,
  PiB: 2n ** 50n,
  EiB: 2n ** 60n,
};

/** Nanoseconds in each. */
export const DURATION_UNITS: Readonly<Record<string, bigint>> = {
  us: 10n ** 3n,
  ms: 10n ** 6n,
  s: 10n ** 9n,
  min: 60n * 10n ** 9n,
  h: 3600n * 10n ** 9n,
};

/** What is written out of habit, and what is meant. */
const HABITS: Readonly<Record<string, string>> = {
  k: "`KiB` is 1024 bytes, `kB` is 1000",
  K: "`KiB` is 1024 bytes, `kB` is 1000",
  M: "`MiB` is 1 048 576 bytes, `MB` is 1 000 000; minutes are `min`",
  m: "minutes are `min`; `MiB` is 1 048 576 bytes, `MB` is 1 000 000",
  g: "`GiB` is 1 073 741 824 bytes, `GB` is 1 000 000 000",
  G: "`GiB` is 1 073 741 824 bytes, `GB` is 1 000 000 000",
  T: "`TiB` is 2⁴⁰ bytes, `TB` is 10¹²",
  b: "bytes are `B`",
  sec: "seconds are `s`",
  seconds: "seconds are `s`",
  minutes: "minutes are `min`",
  d: "write days in hours: `24h`",
  ns: "the smallest unit of time is `us`",
  x: "write the number alone",
};

/** Whether a word wants to be a number, so that anything else wrong with it is worth a message. */
export function looksLikeQuantity(word: string): boolean {
  return /^[-+]?\.?[0-9][0-9._]*[A-Za-z%]*$/.test(word) || /^[-+]?[0-9.]+[eE][-+]?[0-9]+$/.test(word);
}

/**
 * Reads `10`, `1.5`, `50%`, `64KiB`, `250ms`.
 * @param word one for which {@link looksLikeQuantity} holds
 */
export function readQuantity(
  word: string,
  span: Span,
  related?: readonly RelatedSpan[],
): Quantity | Diagnostic {
  const parts = /^([0-9]+)(?:\.([0-9]+))?([A-Za-z]*|%)$/.exec(word);
  if (parts === null) return malformedNumber(span, word, numberHelp(word), related);
  const [, whole = "", fraction = "", unit = ""] = parts;
  if (whole.length > 1 && whole.startsWith("0")) {
    const without = word.replace(/^0+(?=[0-9])/, "");
    return malformedNumber(span, word, `write it without the leading zero: \`${without}\``, related);
  }
  if (whole.length + fraction.length > 40)
    return outOfRange(span, word, "a number of too many digits", "use a smaller one", related);
  const decimal = fraction === "" ? whole : `${whole}.${fraction}`;
  if (unit === "") return { kind: "number", text: decimal };
  if (unit === "%") return { kind: "percent", text: `${decimal}%` };
  const bytes = lookUp(SIZE_UNITS, unit);
  const nanoseconds = lookUp(DURATION_UNITS, unit);
  const scale = bytes ?? nanoseconds;
  if (scale === undefined) {
    const units = [...Object.keys(SIZE_UNITS), ...Object.keys(DURATION_UNITS)];
    return unknownUnit(span, word, unit, units, lookUp(HABITS, unit), related);
  }
  const scaled = BigInt(whole + fraction) * scale;
  const divisor = 10n ** BigInt(fraction.length);
  const [name, help] =
    bytes === undefined
      ? ["nanoseconds", "use fewer digits, or a smaller unit"]
      : ["bytes", `the nearest are \`${scaled / divisor}B\` and \`${scaled / divisor + 1n}B\``];
  if (scaled % divisor !== 0n) return notWhole(span, word, name, help, related);
  const value = scaled / divisor;
  if (value > LARGEST) {
    return outOfRange(
      span,
      word,
      `more than 2⁶³ - 1 ${name}`,
      "that is the largest number a script can count with",
      related,
    );
  }
  return bytes === undefined ? { kind: "duration", nanoseconds: value } : { kind: "size", bytes: value };
}

function numberHelp(word: string): string {
  if (/^[-+]/.test(word))
    return word.startsWith("-") ? "no value here can be negative" : `write \`${word.slice(1)}\``;
  const power = /^([0-9]+)[eE]\+?([0-9]{1,2})$/.exec(word);
  if (power !== null) return `write it out: \`${power[1]}${"0".repeat(Math.min(Number(power[2]), 20))}\``;
  if (/^[0-9][0-9_]*$/.test(word)) return `write \`${word.replaceAll("_", "")}\``;
  if (word.startsWith(".")) return `write \`0${word}\``;
  return "digits, perhaps a point and more digits, then a unit; or put it in quotes if it is no number";
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** "is a size": what a quantity is, after the word itself in a message. */
export function quantityPhrase(quantity: Quantity): string {
  switch (quantity.kind) {
    case "number":
      return "has no unit";
    case "percent":
      return "is a percentage";
    case "size":
      return "is a size";
    case "duration":
      return "is a duration";
  }
}
