import { metricWithoutCommand } from "../../../diagnostics/conflicts.ts";
import { duplicateName } from "../../../diagnostics/names.ts";
import { malformedValue } from "../../../diagnostics/values.ts";
import type { Action, ArchiveFormat, Metric } from "../../../types/action.ts";
import type { Span } from "../../../types/span.ts";
import type { Text } from "../../../types/text.ts";
import { commandText } from "../command.ts";
import type { Context } from "../context.ts";
import { declareVariable } from "../declare.ts";
import type { Entry } from "../entry.ts";
import { isTextual, plainText } from "../nodes.ts";
import { readEntry, type Values } from "../read-entry.ts";
import { reportRepeatedNames } from "../repeated-names.ts";
import { Scope } from "../scope.ts";
import { shellVariables } from "../shell-variables.ts";
import { limitValue } from "./declarations.ts";
import { buildExpect, checkPattern } from "./expectation.ts";
import { isOfProbe } from "./watched.ts";

/** How long `wait` waits when the recipe does not say: 10 s. */
const WAIT_TIMEOUT_NS = "10000000000";

/** The actions of one block, in order. */
export function buildActions(entries: readonly Entry[], context: Context): Action[] {
  const actions: Action[] = [];
  let before: string | undefined;
  for (const entry of entries) {
    if (entry.keyword === "metric") {
      addMetric(entry, before, actions, context);
      continue;
    }
    const action =
      entry.keyword === "expect" ? buildExpect(entry, before, context) : buildAction(entry, context);
    if (action !== undefined) actions.push(action);
    if (entry.keyword !== "expect") before = entry.keyword;
  }
  return actions;
}

/** Commands whose output a `metric` can be taken from. */
const PRINTING = ["run", "exec", "host"];

/** Gives the command before it one more value. @param before as in {@link buildExpect} */
function addMetric(entry: Entry, before: string | undefined, actions: Action[], context: Context): void {
  const values = readEntry(entry, context);
  const { keywordSpan, span } = entry.statement;
  if (before === undefined || !PRINTING.includes(before)) {
    if (values !== undefined) context.report(metricWithoutCommand(keywordSpan, before, PRINTING));
    return;
  }
  const at = actions.findLastIndex(({ kind }) => kind !== "expect");
  const action = actions[at];
  if (values === undefined || action === undefined) return;
  if (
    action.kind !== "run" &&
    action.kind !== "exec" &&
    action.kind !== "host" &&
    action.kind !== "host-shell"
  )
    return;
  const name = values.literal("metric");
  const named = entry.match.positional.get("metric")?.[0];
  if (isOfProbe(name) && named !== undefined) {
    const help = `choose another name: \`${name}\` is what \`probe ${name}\` tells`;
    context.report(malformedValue(named.span, name, "a metric's name", help));
  }
  checkPattern(entry.match.positional.get("pattern")?.[0], values.text("pattern"), context);
  const first = action.metrics?.find((metric) => metric.name === name);
  if (first !== undefined) {
    context.report(duplicateName(span, "a metric", name, first.span));
    return;
  }
  const metric: Metric = {
    name,
    stream: values.literal("stream") as Metric["stream"],
    pattern: values.literal("pattern"),
    unit: values.optionalLiteral("unit"),
    span,
  };
  actions[at] = { ...action, metrics: [...(action.metrics ?? []), metric] };
}

function buildAction(entry: Entry, context: Context): Action | undefined {
  if (entry.keyword === "for") return buildLoop(entry, context);
  const values = readEntry(entry, context);
  const command = commandText(entry.statement.command, context);
  if (values === undefined || command === undefined) return undefined;
  const { span } = entry.statement;
  switch (entry.keyword) {
    case "run":
    case "start":
      return buildContainerAction(values, command, entry);
    case "exec":
      return { kind: "exec", instance: values.text("instance"), command, ...inputAndTimeout(values), span };
    case "stop":
    case "pause":
    case "resume":
      return { kind: entry.keyword, instance: values.text("instance"), ...timeout(values), span };
    case "remove":
      context.instances.remove(values.text("instance"));
      return { kind: "remove", instance: values.text("instance"), ...timeout(values), span };
    case "limit": {
      const file = entry.form.pattern.find((each) => each.kind === "keyword")?.word;
      if (file === undefined) throw new Error("a form of `limit` names no limit");
      const limit = { file, value: limitValue(values), span };
      return { kind: "limit", instance: values.text("instance"), limit, ...timeout(values), span };
    }
    case "save": {
      const format = (values.optionalLiteral("format") ?? "tar") as ArchiveFormat;
      return {
        kind: "save",
        image: values.text("image"),
        to: values.text("to"),
        format,
        ...timeout(values),
        span,
      };
    }
    case "export":
      return {
        kind: "export",
        instance: values.text("instance"),
        to: values.text("to"),
        ...timeout(values),
        span,
      };
    case "load":
    case "import":
      return {
        kind: entry.keyword,
        path: values.text("path"),
        image: values.text("as"),
        storage: values.optionalLiteral("storage"),
        ...timeout(values),
        span,
      };
    case "diff":
      return ofImage("diff", values, "image", span);
    case "commit":
      return ofImage("commit", values, "as", span);
    case "rollback":
      return ofImage("rollback", values, "to", span);
    case "host":
      return buildHost(values, command, entry, context);
    case "sleep":
      return { kind: "sleep", durationNs: values.text("duration"), span };
    case "sync":
    case "drop-caches":
      return { kind: entry.keyword, ...timeout(values), span };
    case "wait":
      return buildWait(values, entry);
    default:
      throw new Error(`the checker does not know the action ${entry.keyword}`);
  }
}

function buildContainerAction(values: Values, command: readonly Text[], entry: Entry): Action {
  const container = values.text("container");
  const { stdin, timeoutNs } = inputAndTimeout(values);
  const { span } = entry.statement;
  if (entry.keyword === "start")
    return { kind: "start", container, as: values.text("as"), command, stdin, timeoutNs, span };
  return { kind: "run", container, keepAs: values.optionalText("keep"), command, stdin, timeoutNs, span };
}

/** What is done to an instance with an image, which the argument names. */
function ofImage<Kind extends "diff" | "commit" | "rollback">(
  kind: Kind,
  values: Values,
  image: string,
  span: Span,
) {
  return {
    kind,
    instance: values.text("instance"),
    image: values.text(image),
    ...timeout(values),
    span,
  };
}

function timeout(values: Values) {
  return { timeoutNs: values.optionalText("timeout") };
}

function inputAndTimeout(values: Values) {
  return { stdin: values.optionalText("stdin"), ...timeout(values) };
}

function buildHost(values: Values, command: readonly Text[], entry: Entry, context: Context): Action {
  const { span } = entry.statement;
  const shell = values.all("shell")[0];
  if (shell?.kind !== "shell") return { kind: "host", command, ...inputAndTimeout(values), span };
  const { text } = shell.node;
  return {
    kind: "host-shell",
    text,
    variables: shellVariables(text, context),
    ...inputAndTimeout(values),
    span,
  };
}

function buildWait(values: Values, { statement: { span } }: Entry): Action {
  const instance = values.text("instance");
  const timeoutNs = values.optionalText("timeout") ?? [WAIT_TIMEOUT_NS];
  const line = values.optionalText("line");
  if (line !== undefined) return { kind: "wait-ready", instance, line, timeoutNs, span };
  return { kind: "wait-port", instance, port: values.text("port"), timeoutNs, span };
}

function buildLoop(entry: Entry, context: Context): Action | undefined {
  const values = readEntry(entry, context);
  const inside = { ...context, scope: new Scope(context.scope, "cell") };
  const node = entry.match.positional.get("variable")?.[0];
  const variable = node !== undefined && isTextual(node) ? plainText(node.pieces) : undefined;
  const declared =
    node !== undefined &&
    variable !== undefined &&
    declareVariable(
      { name: variable, source: "loop", type: "number", literals: [], span: node.span },
      inside,
    );
  const body = buildActions(entry.entries, inside);
  if (entry.statement.block !== undefined) {
    reportRepeatedNames(entry.statement.block.span, "turn of the loop", variable, context);
  }
  const range = values?.all("range")[0];
  if (!declared || range?.kind !== "range") return undefined;
  return { kind: "for", variable, from: range.from, to: range.to, body, span: entry.statement.span };
}
