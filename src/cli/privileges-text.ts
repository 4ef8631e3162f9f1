import type { Span } from "../types/span.ts";
import type { Plan, PlanRecipe } from "../types/step.ts";

/** What a plan needs root for, in one line: `limit memory (line 3), make namespaces (lines 7, 9)`. */
export function privilegesText({ privileges, recipe }: Plan): string {
  return privileges.map(({ what, spans }) => `${what} (${linesText(spans, recipe)})`).join(", ");
}

/** `line 3`, `lines 3, 5`; those of an import after its name: `line 3, images.ctr:9`. */
export function linesText(spans: readonly Span[], { sources: [main] }: PlanRecipe): string {
  const own = spans.filter(({ file }) => file === main?.file).map(({ line }) => line);
  const imported = spans.filter(({ file }) => file !== main?.file).map(({ file, line }) => `${file}:${line}`);
  const lines = own.length === 0 ? [] : [`${own.length === 1 ? "line" : "lines"} ${own.join(", ")}`];
  return [...lines, ...imported].join(", ");
}
