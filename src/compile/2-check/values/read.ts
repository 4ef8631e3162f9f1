import type { ArgumentNode, ShellNode, StringNode, WordNode } from "../../../../grammar/ast.ts";
import type { ArgumentType } from "../../../../grammar/vocabulary/schema.ts";
import { typePhrase } from "../../../../grammar/vocabulary/usage.ts";
import { wrongType } from "../../../diagnostics/arguments.ts";
import { referenceNotAllowed } from "../../../diagnostics/names.ts";
import { backwardRange } from "../../../diagnostics/values.ts";
import type { Operator } from "../../../types/action.ts";
import type { Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import { isTextual, nodePhrase, plainText, soleReference, written } from "../nodes.ts";
import { readLiteral } from "./literal.ts";
import { readName, readNewInstance } from "./name.ts";
import { readReference } from "./references.ts";
import { readText } from "./text.ts";
import { readTyped, type TypedValue } from "./typed.ts";

/** An argument, read as its type wants it. */
export type Value =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "list"; readonly items: readonly Text[] }
  | { readonly kind: "range"; readonly from: Text; readonly to: Text }
  | { readonly kind: "operator"; readonly operator: Operator }
  | { readonly kind: "shell"; readonly node: ShellNode }
  | { readonly kind: "typed"; readonly value: TypedValue }
  /** Looked at by whoever asks for it. */
  | { readonly kind: "node"; readonly node: ArgumentNode };

/**
 * Reads one argument.
 * @param owner the keyword or clause that takes it, for messages
 * @returns undefined when something was reported
 */
export function readValue(
  type: ArgumentType,
  node: ArgumentNode,
  owner: string,
  context: Context,
): Value | undefined {
  switch (type.kind) {
    case "operator":
      return node.kind === "operator"
        ? { kind: "operator", operator: node.operator }
        : mismatch(type, node, owner, context);
    case "shell":
      return node.kind === "shell" ? { kind: "shell", node } : mismatch(type, node, owner, context);
    case "values":
      return { kind: "node", node };
    case "list":
      return readList(type.of, node, owner, context);
    case "value": {
      const value = readTyped(node, owner, context.report);
      return value === undefined ? undefined : { kind: "typed", value };
    }
  }
  if (!isTextual(node)) return mismatch(type, node, owner, context);
  if (type.kind === "range") return readRange(node, owner, context);
  const text = readScalar(type, node, owner, context);
  return text === undefined ? undefined : { kind: "text", text };
}

function readScalar(
  type: ArgumentType,
  node: WordNode | StringNode,
  owner: string,
  context: Context,
): Text | undefined {
  if (type.kind === "names") return readName(type.of, node, owner, context);
  if (type.kind === "declares") return readDeclared(type, node, owner, context);
  const reference = soleReference(node.pieces);
  if (reference !== undefined) return readReference(type, reference, owner, context);
  const plain = plainText(node.pieces);
  const quotes = type.kind === "string" || type.kind === "path";
  if (quotes && node.kind === "word") return mismatch(type, node, owner, context);
  if (plain === undefined) {
    const templates = quotes ? type.fixed !== true : type.kind === "text" || type.kind === "cpus";
    if (templates) return readText(node.pieces, context);
    context.report(
      referenceNotAllowed(
        node.span,
        owner,
        typePhrase(type),
        "write one value, or one reference and nothing around it",
      ),
    );
    return undefined;
  }
  if (type.kind === "word" && node.kind === "string") return mismatch(type, node, owner, context);
  if (isNumeric(type) && node.kind === "word" && context.scope.find(plain) !== undefined) {
    const help = `write \`\${${plain}}\` for the value of \`${plain}\``;
    context.report(wrongType(node.span, owner, typePhrase(type), nodePhrase(node), help));
    return undefined;
  }
  const value = { text: plain, quoted: node.kind === "string", span: node.span, owner };
  const literal = readLiteral(type, value, context.report);
  return literal === undefined ? undefined : [literal];
}

/** Of no word but `max`, which no variable should be called. */
function isNumeric({ kind }: ArgumentType): boolean {
  return kind === "count" || kind === "size" || kind === "duration" || kind === "percent";
}

function readDeclared(
  type: Extract<ArgumentType, { kind: "declares" }>,
  node: WordNode | StringNode,
  owner: string,
  context: Context,
): Text | undefined {
  if (type.of === "instance" || type.of === "snapshot") return readNewInstance(node, context);
  const plain = plainText(node.pieces);
  if (plain !== undefined) return [plain];
  context.report(referenceNotAllowed(node.span, owner, "a new name", "write the name"));
  return undefined;
}

function readList(of: ArgumentType, node: ArgumentNode, owner: string, context: Context): Value | undefined {
  if (node.kind !== "list") {
    const help = isTextual(node) ? `put it in brackets: \`[${written(node.pieces)}]\`` : "write `[…]`";
    context.report(wrongType(node.span, owner, "a list", nodePhrase(node), help));
    return undefined;
  }
  const items: Text[] = [];
  let whole = true;
  for (const item of node.items) {
    const value = readValue(of, item, owner, context);
    if (value?.kind === "text") items.push(value.text);
    else whole = false;
  }
  return whole ? { kind: "list", items } : undefined;
}

function readRange(node: WordNode | StringNode, owner: string, context: Context): Value | undefined {
  const [before, after] = splitRange(node);
  if (before === undefined || after === undefined) return mismatch({ kind: "range" }, node, owner, context);
  const end: ArgumentType = { kind: "count", minimum: 0, maximum: 1e9 };
  const from = readScalar(end, before, owner, context);
  const to = readScalar(end, after, owner, context);
  if (from === undefined || to === undefined) return undefined;
  const [low] = from;
  const [high] = to;
  if (typeof low === "string" && typeof high === "string" && Number(low) > Number(high)) {
    context.report(backwardRange(node.span, written(node.pieces), `${high}..${low}`));
    return undefined;
  }
  return { kind: "range", from, to };
}

/** The words on both sides of the first `..`. */
function splitRange(node: WordNode | StringNode): [WordNode | undefined, WordNode | undefined] {
  if (node.kind === "string") return [undefined, undefined];
  for (const [index, piece] of node.pieces.entries()) {
    const at = piece.kind === "text" ? piece.text.indexOf("..") : -1;
    if (piece.kind !== "text" || at === -1) continue;
    const { span, text } = piece;
    const left = { ...piece, text: text.slice(0, at), span: { ...span, end: span.start + at } };
    const start = span.start + at + 2;
    const right = {
      ...piece,
      text: text.slice(at + 2),
      span: { ...span, start, column: span.column + at + 2 },
    };
    const before = [...node.pieces.slice(0, index), left].filter(
      (each) => each.kind === "reference" || each.text !== "",
    );
    const after = [right, ...node.pieces.slice(index + 1)].filter(
      (each) => each.kind === "reference" || each.text !== "",
    );
    if (before.length === 0 || after.length === 0 || right.text.startsWith("."))
      return [undefined, undefined];
    return [
      { kind: "word", pieces: before, span: { ...node.span, end: span.start + at } },
      { kind: "word", pieces: after, span: { ...right.span, end: node.span.end } },
    ];
  }
  return [undefined, undefined];
}

function mismatch(type: ArgumentType, node: ArgumentNode, owner: string, context: Context): undefined {
  context.report(wrongType(node.span, owner, typePhrase(type), nodePhrase(node), mismatchHelp(type, node)));
  return undefined;
}

function mismatchHelp(type: ArgumentType, node: ArgumentNode): string {
  if ((type.kind === "string" || type.kind === "path") && node.kind === "word") {
    return `put it in quotes: \`"${written(node.pieces)}"\``;
  }
  if (node.kind === "string" && (type.kind === "word" || type.kind === "range")) {
    return `leave out the quotes: \`${written(node.pieces)}\``;
  }
  if (type.kind === "shell") return 'bash text stands in three quotes: `shell """…"""`';
  return `write ${typePhrase(type)}`;
}
