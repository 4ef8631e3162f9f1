import type { Diagnostic } from "../../types/diagnostic.ts";
import type { SourceFile } from "../../types/span.ts";
import type { Instances } from "./instances.ts";
import type { Names } from "./names.ts";
import type { Scope } from "./scope.ts";

export type Report = (diagnostic: Diagnostic) => void;

/** What every part of the checker needs at hand. */
export interface Context {
  readonly report: Report;
  readonly names: Names;
  readonly scope: Scope;
  readonly instances: Instances;
  readonly sources: readonly SourceFile[];
}

/** Collects diagnostics, each once: a value that is used in two places is wrong in one. */
export function collector(): { readonly diagnostics: Diagnostic[]; readonly report: Report } {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report = (diagnostic: Diagnostic): void => {
    const { file, start } = diagnostic.span;
    const key = JSON.stringify([diagnostic.code, file, start, diagnostic.message]);
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.push(diagnostic);
  };
  return { diagnostics, report };
}
