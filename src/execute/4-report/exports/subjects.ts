import type { Report } from "../../../types/report.ts";
import type { Sample } from "../../../types/sample.ts";
import { cellLabel } from "../cell-label.ts";
import { groupBy } from "../group-by.ts";

/** An action of a measure in a cell: what other tools call a command, a benchmark or a task. */
export interface Subject {
  /** `restart overlay`; with the action where a measure has several: `restart start:54 overlay`. The same for the same recipe. */
  readonly name: string;
  readonly block: string;
  readonly action: string;
  readonly cell: number;
  /** Of the matrix, by name. */
  readonly values: Readonly<Record<string, string>>;
  /** By metric; all with observations. */
  readonly samples: ReadonlyMap<string, Sample>;
}

/** All subjects of a report, in the order of their first observation. */
export function subjectsOf(report: Report): Subject[] {
  const { started, samples } = report.record;
  const measured = samples.filter(({ observations }) => observations.length > 0);
  const actions = new Map<string, Set<number>>();
  for (const { block, action } of measured) {
    actions.set(block, (actions.get(block) ?? new Set()).add(action));
  }
  return groupBy(measured, ({ cell, action, block }) => `${cell} ${action} ${block}`).flatMap((group) => {
    const [sample] = group;
    if (sample === undefined) return [];
    const { block, cell } = sample;
    const action = `${sample.keyword}:${sample.line}`;
    const hasActions = (actions.get(block)?.size ?? 0) > 1;
    const label = started.cells.length > 1 ? cellLabel(started, cell) : "";
    return [
      {
        name: [block, hasActions ? action : "", label].filter((part) => part !== "").join(" "),
        block,
        action,
        cell,
        values: started.cells.find((found) => found.cell === cell)?.values ?? {},
        samples: new Map(group.map((each) => [each.metric, each])),
      },
    ];
  });
}

/** Seconds, bytes, or a plain number. */
export type BaseUnit = "second" | "byte" | "";

/** The base unit of a metric, and how many of the metric's own unit it is. */
export function baseUnit(metric: string): { readonly name: BaseUnit; readonly size: number } {
  if (/.Ns$/.test(metric)) return { name: "second", size: 1e9 };
  return { name: /.Bytes$/.test(metric) ? "byte" : "", size: 1 };
}
