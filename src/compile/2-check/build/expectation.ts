import type { ArgumentNode } from "../../../../grammar/ast.ts";
import { expectWithoutAction, medianOutsideMeasure } from "../../../diagnostics/conflicts.ts";
import { malformedValue } from "../../../diagnostics/values.ts";
import type { ExpectAction, Expectation } from "../../../types/action.ts";
import { known, type Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import type { Entry } from "../entry.ts";
import { readEntry, type Values } from "../read-entry.ts";
import { patternFault } from "../values/pattern.ts";
import { writtenStatement } from "../written.ts";

type TextTest = "is" | "contains" | "matches";

/** The actions that an expectation can be about which names no container. */
const OBSERVABLE = {
  /** They leave an exit status, outputs and a time. */
  any: ["run", "exec", "host", "diff"],
  /** What the kernel counted is known of a container that has ended. */
  counted: ["run"],
  /** The files of a container that was run are gone; those of the host are there. */
  files: ["host"],
};

/** @param before the keyword of the nearest statement before it in its block that is no `expect` */
export function buildExpect(
  entry: Entry,
  before: string | undefined,
  context: Context,
): ExpectAction | undefined {
  const values = readEntry(entry, context);
  const { statement, match, inBlock } = entry;
  const median = match.keywords.has("median");
  if (median && inBlock !== "measure") {
    context.report(medianOutsideMeasure(statement.keywordSpan, `a \`${inBlock}\``));
    return undefined;
  }
  if (match.failure === undefined && !median && !match.positional.has("subject")) {
    const subjects = OBSERVABLE[need(match.keywords)];
    if (before === undefined || !subjects.includes(before)) {
      context.report(expectWithoutAction(statement.keywordSpan, before, subjects));
      return undefined;
    }
  }
  if (values === undefined) return undefined;
  if (values.optionalLiteral("test") === "matches") {
    checkPattern(match.positional.get("value")?.[0], values.text("value"), context);
  }
  return {
    kind: "expect",
    subject: values.optionalText("subject"),
    expectation: buildExpectation(match.keywords, values),
    written: writtenStatement(statement.span, context),
    span: statement.span,
  };
}

/** Says what is wrong with an extended regular expression, as far as the recipe says what it is. */
export function checkPattern(node: ArgumentNode | undefined, text: Text, { report }: Context): void {
  const pattern = known(text);
  const fault = pattern === undefined ? undefined : patternFault(pattern);
  if (node === undefined || pattern === undefined || fault === undefined) return;
  report(malformedValue(node.span, pattern, "an extended regular expression", fault));
}

function need(keywords: ReadonlySet<string>): keyof typeof OBSERVABLE {
  if (keywords.has("oom") || keywords.has("memory.peak")) return "counted";
  return keywords.has("file") ? "files" : "any";
}

function buildExpectation(keywords: ReadonlySet<string>, values: Values): Expectation {
  const has = (word: string) => keywords.has(word);
  if (has("exit")) return { kind: "exit", not: has("not"), status: values.text("status") };
  if (has("stdout") || has("stderr")) {
    const stream = has("stdout") ? "stdout" : "stderr";
    return { kind: "output", stream, test: values.literal("test") as TextTest, value: values.text("value") };
  }
  if (has("oom")) return { kind: "oom", not: has("not") };
  if (has("file")) {
    const [path, test, value] = [
      values.text("path"),
      values.literal("test") as TextTest,
      values.text("value"),
    ];
    return { kind: "file", path, test, value };
  }
  if (has("cpus")) return { kind: "cpus", cpus: values.joined("cpus") };
  if (has("in")) return { kind: "in-cgroup", cgroup: values.literal("cgroup") };
  const operator = values.operator("operator");
  if (has("memory.peak")) return { kind: "memory-peak", operator, sizeBytes: values.text("size") };
  const durationNs = values.text("duration");
  return has("median")
    ? { kind: "median-time", operator, durationNs }
    : { kind: "time", operator, durationNs };
}
