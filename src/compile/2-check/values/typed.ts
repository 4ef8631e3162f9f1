import type { ArgumentNode } from "../../../../grammar/ast.ts";
import { wrongType } from "../../../diagnostics/arguments.ts";
import { referenceNotAllowed } from "../../../diagnostics/names.ts";
import { outOfRange } from "../../../diagnostics/values.ts";
import type { ValueType } from "../../../types/declared.ts";
import type { Span } from "../../../types/span.ts";
import type { Report } from "../context.ts";
import { isTextual, nodePhrase, plainText } from "../nodes.ts";
import type { Literal } from "../scope.ts";
import { looksLikeQuantity, readQuantity } from "./quantity.ts";

/** A value whose type is that in which it is written: the default of a parameter, a value of a matrix. */
export interface TypedValue {
  readonly type: ValueType;
  /** Sizes in bytes, durations in nanoseconds. */
  readonly value: string;
  readonly written: string;
  readonly literal: Literal;
}

/** Reads a value of any type; undefined when something was reported. */
export function readTyped(node: ArgumentNode, owner: string, report: Report): TypedValue | undefined {
  if (!isTextual(node)) {
    report(
      wrongType(
        node.span,
        owner,
        "a value",
        nodePhrase(node),
        "write a number, size, duration, word or string",
      ),
    );
    return undefined;
  }
  const text = plainText(node.pieces);
  if (text === undefined) {
    report(referenceNotAllowed(node.span, owner, "a value", "write the value itself"));
    return undefined;
  }
  return typedText({ text, quoted: node.kind === "string", span: node.span }, report);
}

export function typedText(literal: Literal, report: Report): TypedValue | undefined {
  const { text, quoted, span } = literal;
  if (quoted) return { type: "string", value: text, written: JSON.stringify(text), literal };
  if (!looksLikeQuantity(text)) return { type: "word", value: text, written: text, literal };
  const quantity = readQuantity(text, span);
  if ("code" in quantity) {
    report(quantity);
    return undefined;
  }
  switch (quantity.kind) {
    case "number":
      return tooLarge(quantity.text, span, report)
        ? undefined
        : { type: "number", value: quantity.text, written: text, literal };
    case "percent":
      return { type: "percent", value: quantity.text.slice(0, -1), written: text, literal };
    case "size":
      return { type: "size", value: String(quantity.bytes), written: text, literal };
    case "duration":
      return { type: "duration", value: String(quantity.nanoseconds), written: text, literal };
  }
}

function tooLarge(text: string, span: Span, report: Report): boolean {
  if (Number(text) <= 1e9) return false;
  report(
    outOfRange(
      span,
      text,
      "above 1000000000",
      "use a smaller number, or put it in quotes if it is no number to count with",
    ),
  );
  return true;
}
