import { conflictingStatements, measureWithoutRepeat, noActions } from "../../../diagnostics/conflicts.ts";
import type { Action, Check, Design, Measure, Probe } from "../../../types/model.ts";
import type { Context } from "../context.ts";
import { declareVariable } from "../declare.ts";
import type { Entry } from "../entry.ts";
import { isTextual, plainText } from "../nodes.ts";
import { readEntry } from "../read-entry.ts";
import { reportRepeatedNames } from "../repeated-names.ts";
import { Scope } from "../scope.ts";
import { buildActions } from "./action.ts";

const PARTS = new Set(["prepare", "finally"]);
const DESIGN = new Set(["repeat", "until", "warmup", "order", "probe", "metric"]);

export function buildCheck(entry: Entry, name: string, outer: Context): Check {
  const context = { ...outer, scope: new Scope(outer.scope, "cell") };
  const parts = buildParts(entry, name, context, undefined);
  context.instances.endBlock();
  return { kind: "check", name, ...parts, span: entry.statement.span };
}

export function buildMeasure(entry: Entry, name: string, outer: Context): Measure {
  const context = { ...outer, scope: new Scope(outer.scope, "cell") };
  const design = buildDesign(entry, name, context);
  const probes = buildProbes(entry, context);
  const once = design.repeat?.[0] === "1" && design.warmup[0] === "0";
  const parts = buildParts(entry, name, context, once ? undefined : design);
  context.instances.endBlock();
  return { kind: "measure", name, ...parts, design, probes, span: entry.statement.span };
}

interface Parts {
  readonly prepare: readonly Action[];
  readonly body: readonly Action[];
  readonly finally: readonly Action[];
}

/**
 * Prepare first: what it starts, the body can name.
 * @param repeats the design of a measure that may have more than one run
 */
function buildParts(entry: Entry, name: string, context: Context, repeats: Design | undefined): Parts {
  const actionsOf = (keyword: string): Action[] =>
    buildActions(
      entry.entries.filter((each) => each.keyword === keyword).flatMap((each) => each.entries),
      context,
    );
  const own = entry.entries.filter((each) => !PARTS.has(each.keyword) && !isDesign(each));
  const prepare = actionsOf("prepare");
  const body = buildActions(own, context);
  const { block } = entry.statement;
  if (repeats !== undefined && block !== undefined) {
    reportRepeatedNames(block.span, "run of the measure", repeats.variable, context);
  }
  const last = actionsOf("finally");
  const understood = entry.sound && entry.entries.length === entry.statement.block?.statements.length;
  if (understood && own.length === 0)
    context.report(noActions(entry.statement.keywordSpan, entry.keyword, name));
  return { prepare, body, finally: last };
}

/** `for 30s` says how long to repeat; `for i in …` is an action. */
function isDesign(entry: Entry): boolean {
  return DESIGN.has(entry.keyword) || isForDuration(entry);
}

function isForDuration({ keyword, match }: Entry): boolean {
  return keyword === "for" && match.form.block === undefined;
}

function buildDesign(entry: Entry, name: string, context: Context): Design {
  const { report } = context;
  let design: Design = { repeat: ["1"], forNs: undefined, variable: undefined, warmup: ["0"] };
  let decided: Entry | undefined;
  for (const each of entry.entries.filter(isDesign)) {
    if (each.keyword === "probe") continue;
    const values = readEntry(each, context);
    if (each.keyword === "repeat" || each.keyword === "until" || isForDuration(each)) {
      if (decided === undefined) decided = each;
      else if (decided.keyword !== each.keyword) {
        const why = "one of them says how often a measure runs";
        const { keywordSpan } = each.statement;
        report(
          conflictingStatements(
            keywordSpan,
            each.keyword,
            decided.keyword,
            decided.statement.keywordSpan,
            why,
          ),
        );
      }
      const variable = declareRunVariable(each, context);
      const [repeat, forNs] = [values?.optionalText("repeat"), values?.optionalText("duration")];
      if (repeat !== undefined || forNs !== undefined) design = { ...design, repeat, forNs, variable };
    }
    if (each.keyword === "warmup" && values !== undefined)
      design = { ...design, warmup: values.text("warmup") };
  }
  const understood = entry.sound && entry.entries.length === entry.statement.block?.statements.length;
  if (understood && decided === undefined) report(measureWithoutRepeat(entry.statement.keywordSpan, name));
  return design;
}

function declareRunVariable(entry: Entry, context: Context): string | undefined {
  const node = entry.match.clauses.find((each) => each.clause.words[0] === "as")?.arguments.get("as")?.[0];
  const name = node !== undefined && isTextual(node) ? plainText(node.pieces) : undefined;
  if (node === undefined || name === undefined) return undefined;
  const declared = declareVariable(
    { name, source: "loop", type: "number", literals: [], span: node.span },
    context,
  );
  return declared ? name : undefined;
}

function buildProbes(entry: Entry, context: Context): readonly Probe[] {
  const row = entry.entries.find((each) => each.keyword === "probe");
  if (row === undefined) return ["time"];
  const values = readEntry(row, context);
  const probes = (values?.all("probe") ?? []).map((value) =>
    value.kind === "text" ? value.text.join("") : "",
  );
  return [...new Set(probes as Probe[])];
}
