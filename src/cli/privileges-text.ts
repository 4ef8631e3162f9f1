import type { Span } from "../types/span.ts";
import type { Plan, PlanRecipe } from "../types/step.ts";

/**
 * What a plan needs root for, in one line: `limit memory (line 3), make namespaces (lines 7, 9)`. What several engines do
 * for the same statements is said once: `make namespaces and mounts for native, lxc (line 7)`.
 */
export function privilegesText({ privileges, recipe }: Plan): string {
  const parts = new Map<
    string,
    { readonly what: string; readonly names: string[]; readonly lines: string }
  >();
  for (const { what, spans, need } of privileges) {
    const lines = linesText(spans, recipe);
    const part = parts.get(`${what} ${lines}`) ?? { what, names: [], lines };
    if (need !== undefined) part.names.push(need.name);
    parts.set(`${what} ${lines}`, part);
  }
  return [...parts.values()]
    .map(({ what, names, lines }) => {
      const by = names.length === 0 ? "" : ` for ${names.join(", ")}`;
      return `${what}${by} (${lines})`;
    })
    .join(", ");
}

/** `line 3`, `lines 3, 5`; those of an import after its name: `line 3, images.ctr:9`. */
export function linesText(spans: readonly Span[], { sources: [main] }: PlanRecipe): string {
  const own = spans.filter(({ file }) => file === main?.file).map(({ line }) => line);
  const imported = spans.filter(({ file }) => file !== main?.file).map(({ file, line }) => `${file}:${line}`);
  const lines = own.length === 0 ? [] : [`${own.length === 1 ? "line" : "lines"} ${own.join(", ")}`];
  return [...lines, ...imported].join(", ");
}
