import type { StringNode, WordNode } from "../../../../grammar/ast.ts";
import type { DeclaredKind } from "../../../../grammar/vocabulary/schema.ts";
import { kindPhrase } from "../../../../grammar/vocabulary/usage.ts";
import { invalidName, referenceNotAllowed, unknownName } from "../../../diagnostics/names.ts";
import type { Span } from "../../../types/span.ts";
import type { Text } from "../../../types/text.ts";
import type { Context, Report } from "../context.ts";
import { plainText, written } from "../nodes.ts";
import { readText } from "./text.ts";

const LONGEST_NAME = 32;

/** Whether a text follows the rule for names. */
export function isName(name: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(name) && name.length <= LONGEST_NAME;
}

/** The same of a new name; reports when it does not. */
export function isValidName(name: string, span: Span, report: Report): boolean {
  if (isName(name)) return true;
  report(invalidName(span, shortened(name), nameFault(name), nameHelp(name)));
  return false;
}

function shortened(name: string): string {
  return name.length <= 60 ? name : `${name.slice(0, 57)}…`;
}

/** Why a text is no name. */
export function nameFault(name: string): string {
  if (name.length > LONGEST_NAME)
    return `it has ${name.length} characters, at most ${LONGEST_NAME} are possible`;
  if (!/^[a-z]/.test(name)) return "it does not begin with a small letter";
  return "it has other characters than small letters, digits and `-`";
}

function nameHelp(name: string): string {
  const fitting = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  const rule = "names are small letters, digits and `-`, beginning with a letter, at most 32";
  return fitting === "" || fitting.length > LONGEST_NAME ? rule : `write \`${fitting}\`: ${rule}`;
}

/** The name of an instance or a snapshot that is being made: `nap`, `"box-${i}"`. */
export function readNewInstance(node: WordNode | StringNode, context: Context): Text | undefined {
  const plain = plainText(node.pieces);
  if (plain !== undefined) return isValidName(plain, node.span, context.report) ? [plain] : undefined;
  const text = readText(node.pieces, context);
  if (text === undefined) return undefined;
  const literal = text.map((piece) => (typeof piece === "string" ? piece : "0")).join("");
  const sound =
    /^[a-z0-9][a-z0-9-]*$/.test(literal) && (typeof text[0] !== "string" || /^[a-z]/.test(text[0]));
  if (sound) return text;
  context.report(invalidName(node.span, written(node.pieces), nameFault(literal), nameHelp("")));
  return undefined;
}

const DECLARATIONS: Readonly<Record<DeclaredKind, string>> = {
  variable: "declare it: `param NAME VALUE`",
  cgroup: "declare it: `cgroup NAME { … }`",
  namespace: "declare it: `namespace NAME { … }`",
  image: "declare it: `image NAME { … }`",
  storage: "declare it: `storage NAME { … }`",
  container: "declare it: `container NAME { … }`",
  block: "declare it: `check NAME { … }`",
  instance: "no container is started or kept before this: `start CONTAINER as NAME $ …`",
  snapshot: "no image is committed before this: `commit NAME as IMAGE`",
};

/** The name of something that exists; reports when it does not. */
export function readName(
  kinds: readonly DeclaredKind[],
  node: WordNode | StringNode,
  owner: string,
  context: Context,
): Text | undefined {
  const { names, instances, report } = context;
  const dynamic = kinds.filter((each) => each === "instance" || each === "snapshot");
  const [kind = "container"] = kinds;
  const plain = plainText(node.pieces);
  const declared = kinds.some((each) => each !== "instance" && each !== "snapshot");
  if (plain === undefined && declared && instances.candidates(dynamic).length === 0) {
    report(referenceNotAllowed(node.span, owner, `the name of ${kindPhrase(kind)}`, "write the name"));
    return undefined;
  }
  const text = plain === undefined ? readText(node.pieces, context) : [plain];
  if (text === undefined) return undefined;
  if (plain !== undefined && names.use(kinds, plain) !== undefined) return text;
  if (dynamic.length > 0 && instances.mayExist(dynamic, text)) return text;
  if (plain !== undefined && names.isPoisoned(plain)) return undefined;
  const name = written(node.pieces);
  const candidates = context.isFlooded()
    ? []
    : [...names.candidates(kinds), ...instances.candidates(dynamic)];
  const other = plain === undefined ? undefined : names.elsewhere(plain);
  const found = other === undefined ? undefined : { kind: kindPhrase(other.kind), span: other.span };
  report(unknownName(node.span, kindPhrase(kind), name, candidates, found, DECLARATIONS[kind]));
  return undefined;
}
