import { noActions } from "../../../diagnostics/conflicts.ts";
import type { Action } from "../../../types/action.ts";
import type { Check, Design, Measure } from "../../../types/model.ts";
import type { Context } from "../context.ts";
import type { Entry } from "../entry.ts";
import { reportRepeatedNames } from "../repeated-names.ts";
import { Scope } from "../scope.ts";
import { buildActions } from "./action.ts";
import { buildCalibration, buildDesign, buildProbes, isDesign } from "./design.ts";
import { timeoutOf } from "./timeout.ts";
import { buildWatched } from "./watched.ts";

const PARTS = new Set(["prepare", "finally"]);

export function buildCheck(entry: Entry, name: string, outer: Context): Check {
  const context = { ...outer, scope: new Scope(outer.scope, "cell") };
  const parts = buildParts(entry, name, context, undefined);
  context.instances.endBlock();
  return { kind: "check", name, ...parts, timeoutNs: timeoutOf(entry, context), span: entry.statement.span };
}

export function buildMeasure(entry: Entry, name: string, outer: Context): Measure {
  const context = { ...outer, scope: new Scope(outer.scope, "cell") };
  // Before the variable of the runs is there, of which it is none.
  const calibration = buildCalibration(entry, context);
  const design = buildDesign(entry, name, context);
  const probes = buildProbes(entry, context);
  const once = design.repeat?.[0] === "1" && design.warmup[0] === "0";
  const parts = buildParts(entry, name, context, once ? undefined : design);
  context.instances.endBlock();
  const of = buildWatched(entry, probes, parts.body, context);
  const until = design.until === undefined ? undefined : { ...design.until, of };
  return {
    ...{ kind: "measure", name, ...parts, design: { ...design, until }, probes, calibration },
    timeoutNs: timeoutOf(entry, outer),
    span: entry.statement.span,
  };
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
