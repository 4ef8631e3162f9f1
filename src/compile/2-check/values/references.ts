import type { ReferenceNode } from "../../../../grammar/ast.ts";
import type { ArgumentType } from "../../../../grammar/vocabulary/schema.ts";
import { typePhrase } from "../../../../grammar/vocabulary/usage.ts";
import {
  matrixNotAllowed,
  parameterNotAllowed,
  referenceNotAllowed,
  unknownReference,
  wrongReferenceType,
} from "../../../diagnostics/names.ts";
import type { ValueType } from "../../../types/declared.ts";
import type { Reference, Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import type { Variable } from "../scope.ts";
import { readLiteral } from "./literal.ts";

/** What a started container has that a recipe can refer to: `${server.pid}`. */
const INSTANCE_FIELDS = ["pid"];

const EVERY_TYPE: readonly ValueType[] = ["number", "percent", "size", "duration", "word", "string"];

/** The types of variables that a place takes; none where the value must be written out. */
export function acceptedTypes(type: ArgumentType): readonly ValueType[] {
  switch (type.kind) {
    case "count":
      return type.fixed === true ? [] : ["number"];
    case "size":
    case "duration":
      return [type.kind];
    case "cpu-quota":
      return ["percent", "string", "word"];
    case "word":
      return type.matrix === true ? ["word", "string"] : [];
    case "cpus":
      return ["number", "word", "string"];
    case "string":
    case "path":
      return type.fixed === true ? [] : EVERY_TYPE;
    case "text":
      return EVERY_TYPE;
    default:
      return [];
  }
}

const TYPE_PHRASES: Readonly<Record<ValueType, string>> = {
  number: "a number",
  percent: "a percentage",
  size: "a size",
  duration: "a duration",
  word: "a word",
  string: "a string",
};

export function valueTypePhrase(type: ValueType): string {
  return TYPE_PHRASES[type];
}

/** Reads an argument that is one reference and nothing else. */
export function readReference(
  type: ArgumentType,
  node: ReferenceNode,
  owner: string,
  context: Context,
): Text | undefined {
  const accepted = acceptedTypes(type);
  if (accepted.length === 0) {
    const help =
      type.kind === "names" || type.kind === "declares" ? "write the name" : "write the value itself";
    context.report(referenceNotAllowed(node.span, owner, typePhrase(type), help));
    return undefined;
  }
  if (isField(node))
    return accepted === EVERY_TYPE ? readPiece(node, context) : fieldOfWrongType(type, node, owner, context);
  const variable = resolve(node, context);
  if (variable?.type === undefined) return undefined;
  if (type.kind === "word" && variable.source === "parameter") {
    context.report(parameterNotAllowed(node.span, type.noun, variable.name, variable.span));
    return undefined;
  }
  if (!accepted.includes(variable.type)) {
    const found = valueTypePhrase(variable.type);
    context.report(
      wrongReferenceType(node.span, owner, typePhrase(type), variable.name, found, variable.span),
    );
    return undefined;
  }
  const related = [{ span: node.span, message: `\`${owner}\` takes it here` }];
  const legal = variable.literals.map((literal) =>
    readLiteral(type, { ...literal, owner, related }, context.report),
  );
  if (legal.includes(undefined)) return undefined;
  if (type.kind === "cpu-quota" && variable.type === "percent")
    return [{ name: variable.name, as: "cpu-quota" }];
  return type.kind === "duration" ? [{ name: variable.name }] : [interpolated(variable)];
}

/** Reads a reference among other pieces, in a string or a command. */
export function readPiece(node: ReferenceNode, context: Context): Text | undefined {
  if (isField(node)) return readField(node, context);
  const variable = resolve(node, context);
  return variable?.type === undefined ? undefined : [interpolated(variable)];
}

/** `sleep ${pause}` wants seconds: the nanoseconds of the model mean nothing to a program. */
export function interpolated(variable: Variable): Reference {
  return variable.type === "duration" ? { name: variable.name, as: "seconds" } : { name: variable.name };
}

/** Finds the variable and counts it as used; reports when there is none, or none that can be used here. */
export function resolve(node: ReferenceNode, context: Context): Variable | undefined {
  const { names, scope } = context;
  const variable = scope.find(node.name);
  if (variable === undefined) {
    if (names.isPoisoned(node.name)) return undefined;
    const other = names.elsewhere(node.name);
    const help =
      other === undefined
        ? undefined
        : `\`${node.name}\` is a ${other.kind}, and has no value; write its name as it is`;
    context.report(unknownReference(node.span, node.name, candidates(context), help));
    return undefined;
  }
  names.use(["variable"], node.name);
  if (variable.source === "matrix" && scope.reach === "run") {
    context.report(matrixNotAllowed(node.span, variable.name, scope.subject, variable.span));
    return undefined;
  }
  return variable;
}

function candidates(context: Context): string[] {
  const { scope, isFlooded } = context;
  if (isFlooded()) return [];
  return scope
    .all()
    .filter((variable) => variable.source !== "matrix" || scope.reach === "cell")
    .map((variable) => variable.name);
}

function isField(node: ReferenceNode): boolean {
  return node.name.includes(".");
}

function readField(node: ReferenceNode, context: Context): Text | undefined {
  const [instance = "", ...rest] = node.name.split(".");
  const field = rest.join(".");
  const { instances, report } = context;
  if (!INSTANCE_FIELDS.includes(field)) {
    const fields = INSTANCE_FIELDS.map((each) => `\`\${${instance}.${each}}\``).join(", ");
    report(unknownReference(node.span, node.name, [], `what a started container has is ${fields}`));
    return undefined;
  }
  if (!instances.mayExist(["instance"], [instance])) {
    if (context.names.isPoisoned(instance)) return undefined;
    const known = instances
      .candidates(["instance"])
      .filter((each) => !each.includes("$"))
      .flatMap((each) => INSTANCE_FIELDS.map((last) => `${each}.${last}`));
    const help =
      known.length === 0 ? "no container is started before this: `start CONTAINER as NAME $ …`" : undefined;
    report(unknownReference(node.span, node.name, known, help));
    return undefined;
  }
  return [{ name: node.name }];
}

function fieldOfWrongType(
  type: ArgumentType,
  node: ReferenceNode,
  owner: string,
  context: Context,
): undefined {
  context.report(
    referenceNotAllowed(node.span, owner, typePhrase(type), "use a parameter, or write the value itself"),
  );
  return undefined;
}
