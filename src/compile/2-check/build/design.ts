import { conflictingStatements, measureWithoutRepeat } from "../../../diagnostics/conflicts.ts";
import type { Action } from "../../../types/action.ts";
import type { Design, Exclusion, Order, Probe } from "../../../types/model.ts";
import { commandText } from "../command.ts";
import type { Context } from "../context.ts";
import { declareVariable } from "../declare.ts";
import type { Entry } from "../entry.ts";
import { isTextual, plainText } from "../nodes.ts";
import { readEntry, type Values } from "../read-entry.ts";
import { writtenStatement } from "../written.ts";

const DESIGN = new Set(["repeat", "until", "warmup", "order", "probe", "calibrate", "exclude"]);

/** Runs of a measure that goes on until it is precise enough, where the recipe does not say how many at most. */
const UNTIL_MAXIMUM = "1000";

/** `for 30s` says how long to repeat; `for i in …` is an action. */
export function isDesign(entry: Entry): boolean {
  return DESIGN.has(entry.keyword) || isForDuration(entry);
}

function isForDuration({ keyword, match }: Entry): boolean {
  return keyword === "for" && match.form.block === undefined;
}

/** How often a measure runs, in which order, and which runs do not count. */
export function buildDesign(entry: Entry, name: string, context: Context): Design {
  const { report } = context;
  let design: Design = {
    ...{ repeat: ["1"], forNs: undefined, until: undefined, variable: undefined, warmup: ["0"] },
    ...{ order: undefined, seed: undefined, orderSpan: undefined, exclusions: [] },
  };
  let decided: Entry | undefined;
  for (const each of entry.entries.filter(isDesign)) {
    if (each.keyword === "probe" || each.keyword === "calibrate") continue;
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
      // Names are numbered by it also where it cannot be read how often.
      design = { ...design, ...(values === undefined ? {} : howOften(values)), variable };
    }
    if (values === undefined) continue;
    if (each.keyword === "warmup") design = { ...design, warmup: values.text("warmup") };
    if (each.keyword === "order") design = { ...design, ...howOrdered(each, values) };
    if (each.keyword === "exclude") {
      design = { ...design, exclusions: [...design.exclusions, exclusion(each, values, context)] };
    }
  }
  const understood = entry.sound && entry.entries.length === entry.statement.block?.statements.length;
  if (understood && decided === undefined) report(measureWithoutRepeat(entry.statement.keywordSpan, name));
  return design;
}

function howOften(values: Values): Pick<Design, "repeat" | "forNs" | "until"> {
  const percent = values.optionalText("precision");
  const max = values.optionalText("max") ?? [UNTIL_MAXIMUM];
  const until = percent === undefined ? undefined : { percent, max, of: undefined };
  return { repeat: values.optionalText("repeat"), forNs: values.optionalText("duration"), until };
}

const ORDERS: readonly Order[] = ["sequential", "interleaved", "random"];

function howOrdered(
  { match, statement }: Entry,
  values: Values,
): Pick<Design, "order" | "seed" | "orderSpan"> {
  const order = ORDERS.find((word) => match.keywords.has(word));
  return { order, seed: values.optionalText("seed"), orderSpan: statement.keywordSpan };
}

function exclusion({ match, statement }: Entry, values: Values, context: Context): Exclusion {
  const percent = values.optionalText("share");
  return {
    cause: [...match.keywords].find((word) => word !== "when") ?? "",
    share: percent === undefined ? undefined : { operator: values.operator("operator"), percent },
    written: writtenStatement(statement.span, context),
    span: statement.span,
  };
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

/** What a measure looks at; time when it does not say. */
export function buildProbes(entry: Entry, context: Context): readonly Probe[] {
  const row = entry.entries.find((each) => each.keyword === "probe");
  if (row === undefined) return ["time"];
  const values = readEntry(row, context);
  const probes = (values?.all("probe") ?? []).map((value) =>
    value.kind === "text" ? value.text.join("") : "",
  );
  return [...new Set(probes as Probe[])];
}

/** `calibrate box $ true`: a run of a container that is none of the measure's; `calibrate none`: no action. */
export function buildCalibration({ entries }: Entry, context: Context): Action[] | undefined {
  const said = entries.filter(({ keyword }) => keyword === "calibrate");
  if (said.length === 0) return undefined;
  return said.flatMap((each): Action[] => {
    const values = readEntry(each, context);
    const command = commandText(each.statement.command, context);
    const container = values?.optionalText("container");
    if (container === undefined || command === undefined) return [];
    const { span } = each.statement;
    const unsaid = { keepAs: undefined, stdin: undefined, timeoutNs: undefined };
    return [{ kind: "run", container, command, ...unsaid, span }];
  });
}
