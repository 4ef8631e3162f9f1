import type { ArgumentType } from "../../../../grammar/vocabulary/schema.ts";
import { typePhrase } from "../../../../grammar/vocabulary/usage.ts";
import { unknownWord, wrongType, wrongUnit } from "../../../diagnostics/arguments.ts";
import {
  emptyValue,
  malformedValue,
  notWhole,
  outOfRange,
  pathNotAbsolute,
} from "../../../diagnostics/values.ts";
import type { RelatedSpan } from "../../../types/diagnostic.ts";
import type { Span } from "../../../types/span.ts";
import type { Report } from "../context.ts";
import { readCpus } from "./cpus.ts";
import { looksLikeQuantity, type Quantity, quantityPhrase, readQuantity } from "./quantity.ts";

/** A value that is written out, with where it stands and what it is for. */
export interface Written {
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
  /** The keyword or clause that takes it, as a message names it. */
  readonly owner: string;
  /** Where it is used, if it comes from a parameter or matrix. */
  readonly related?: readonly RelatedSpan[];
}

/**
 * Reads a literal as a type of the vocabulary wants it.
 * @returns the value as the model has it, or undefined when something was reported
 */
export function readLiteral(type: ArgumentType, value: Written, report: Report): string | undefined {
  switch (type.kind) {
    case "count":
    case "size":
    case "duration":
    case "percent":
      return readNumber(type, value, report);
    case "cpu-quota":
      return readQuota(value, report);
    case "word":
      return readWord(type, value, report);
    case "path":
      return readPath(type.where, value, report);
    case "cpus": {
      const read = readCpus(value.text);
      if ("cpus" in read) return read.cpus;
      report(malformedValue(value.span, value.text, "a list of CPU numbers", read.fault, value.related));
      return undefined;
    }
    case "literal":
      if (new RegExp(`^(?:${type.pattern})$`).test(value.text)) return value.text;
      report(malformedValue(value.span, value.text, type.noun, `write ${type.form}`, value.related));
      return undefined;
    default:
      return value.text;
  }
}

type NumberType = Extract<ArgumentType, { kind: "count" | "size" | "duration" | "percent" }>;

function readNumber(type: NumberType, value: Written, report: Report): string | undefined {
  const { text, span, related } = value;
  const words = type.kind === "count" || type.kind === "size" ? (type.words ?? []) : [];
  if (!value.quoted && words.includes(text)) return text;
  if (value.quoted || !looksLikeQuantity(text)) {
    const found = value.quoted ? "a string" : `\`${text}\``;
    report(
      wrongType(
        span,
        value.owner,
        typePhrase(type),
        found,
        `write ${sample(type)}${value.quoted ? " without quotes" : ""}`,
      ),
    );
    return undefined;
  }
  const quantity = readQuantity(text, span, related);
  if ("code" in quantity) {
    report(quantity);
    return undefined;
  }
  const expected = type.kind === "count" ? "number" : type.kind;
  if (quantity.kind !== expected) {
    const found = `\`${text}\` ${quantityPhrase(quantity)}`;
    report(wrongUnit(span, value.owner, typePhrase(type), found, unitHelp(type, text, quantity), related));
    return undefined;
  }
  return inRange(type, quantity, value, report);
}

function inRange(type: NumberType, quantity: Quantity, value: Written, report: Report): string | undefined {
  const { text, span, related } = value;
  if (type.kind === "size" && quantity.kind === "size") {
    if (quantity.bytes >= BigInt(type.minimumBytes)) return String(quantity.bytes);
    report(outOfRange(span, text, "no room at all", "write a size above 0", related));
  }
  if (type.kind === "duration" && quantity.kind === "duration") {
    if (quantity.nanoseconds >= BigInt(type.minimumNs)) return String(quantity.nanoseconds);
    report(outOfRange(span, text, "no time at all", "write a duration above 0", related));
  }
  if (type.kind === "percent" && quantity.kind === "percent") {
    const number = Number(quantity.text.slice(0, -1));
    if (number >= type.minimum && number <= type.maximum) return quantity.text.slice(0, -1);
    report(
      outOfRange(
        span,
        text,
        "out of range",
        `write a percentage from ${type.minimum}% to ${type.maximum}%`,
        related,
      ),
    );
  }
  if (type.kind === "count" && quantity.kind === "number") {
    if (quantity.text.includes(".")) {
      report(notWhole(span, text, "", `\`${value.owner}\` takes a whole number`, related));
      return undefined;
    }
    const number = Number(quantity.text);
    if (number >= type.minimum && number <= type.maximum) return quantity.text;
    const bound =
      number < type.minimum ? `too small for \`${value.owner}\`` : `too large for \`${value.owner}\``;
    report(
      outOfRange(span, text, bound, `write a whole number from ${type.minimum} to ${type.maximum}`, related),
    );
  }
  return undefined;
}

function sample(type: ArgumentType): string {
  const words = type.kind === "size" || type.kind === "count" ? (type.words ?? []) : [];
  return [sampleNumber(type), ...words.map((word) => `\`${word}\``)].join(", or ");
}

function sampleNumber(type: ArgumentType): string {
  switch (type.kind) {
    case "size":
      return "a number and its unit, such as `64MiB`";
    case "duration":
      return "a number and its unit, such as `10s`";
    case "percent":
      return "a number and `%`, such as `50%`";
    default:
      return "a whole number, such as `10`";
  }
}

function unitHelp(type: NumberType, text: string, quantity: Quantity): string {
  if (quantity.kind !== "number") return `write ${sample(type)}`;
  if (type.kind === "size")
    return `write the unit: \`${text}B\`, \`${text}KiB\`, \`${text}MiB\`, \`${text}GiB\``;
  if (type.kind === "duration") return `write the unit: \`${text}ms\`, \`${text}s\`, \`${text}min\``;
  return `write \`${text}%\``;
}

/** The kernel's default period; at least 1 ms of it must be granted. */
const PERIOD_US = 100_000;
const QUOTA_HELP =
  'write percent of one CPU, such as `50%` or `150%`, or `"QUOTA PERIOD"` in microseconds, or `max`';

function readQuota(value: Written, report: Report): string | undefined {
  const { text, span, related } = value;
  if (text === "max") return `max ${PERIOD_US}`;
  if (!value.quoted && looksLikeQuantity(text)) {
    const quantity = readQuantity(text, span, related);
    if ("code" in quantity) {
      report(quantity);
      return undefined;
    }
    if (quantity.kind !== "percent") {
      report(
        wrongUnit(
          span,
          value.owner,
          "a percentage of one CPU",
          `\`${text}\` ${quantityPhrase(quantity)}`,
          QUOTA_HELP,
          related,
        ),
      );
      return undefined;
    }
    const [whole = "", fraction = ""] = quantity.text.slice(0, -1).split(".");
    const percent = Number(`${whole}.${fraction}`);
    if (percent < 1 || percent > 100_000) {
      report(
        outOfRange(
          span,
          text,
          "out of range",
          "write a percentage from 1% to 100000%: 100% is one CPU",
          related,
        ),
      );
      return undefined;
    }
    if (/[1-9]/.test(fraction.slice(3))) {
      report(
        notWhole(
          span,
          text,
          "microseconds of a period",
          "write at most three digits after the point",
          related,
        ),
      );
      return undefined;
    }
    return `${Number(whole) * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3))} ${PERIOD_US}`;
  }
  const parts = /^(max|[0-9]{1,12})(?: ([0-9]{1,7}))?$/.exec(text);
  const period = Number(parts?.[2] ?? PERIOD_US);
  const quota = parts?.[1] === "max" ? 1000 : Number(parts?.[1] ?? 0);
  if (parts === null || quota < 1000 || period < 1000 || period > 1_000_000) {
    const help =
      parts === null
        ? QUOTA_HELP
        : "quota and period are at least 1000 microseconds, the period at most 1000000";
    report(malformedValue(span, text, "a CPU quota", help, related));
    return undefined;
  }
  return `${parts[1]} ${period}`;
}

type WordType = Extract<ArgumentType, { kind: "word" }>;

function readWord(type: WordType, value: Written, report: Report): string | undefined {
  const text = type.noun === "capability" ? value.text.toLowerCase().replace(/^cap_/, "") : value.text;
  const row = type.words.find((each) => each.word === text);
  if (row === undefined) {
    const words = type.words.map((each) => each.word);
    report(unknownWord(value.span, value.text, type.noun, words, value.related));
    return undefined;
  }
  return row.word;
}

function readPath(where: "host" | "container", value: Written, report: Report): string | undefined {
  const { text, span, related } = value;
  if (text === "") {
    report(emptyValue(span, value.owner, "a path", related));
    return undefined;
  }
  const inside = text.startsWith("/") && !text.split("/").some((part) => part === "." || part === "..");
  if (where === "container" && !inside) {
    report(pathNotAbsolute(span, text, related));
    return undefined;
  }
  return text;
}
