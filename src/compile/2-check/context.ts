import type { Diagnostic } from "../../types/diagnostic.ts";
import type { SourceFile } from "../../types/span.ts";
import type { Instances } from "./instances.ts";
import type { Names } from "./names.ts";
import type { Scope } from "./scope.ts";

export type Report = (diagnostic: Diagnostic) => void;

/** What every part of the checker needs at hand. */
export interface Context {
  readonly report: Report;
  /** Whether so much is wrong already that what is found from here on will hardly be read. */
  readonly isFlooded: () => boolean;
  readonly names: Names;
  readonly scope: Scope;
  readonly instances: Instances;
  readonly sources: readonly SourceFile[];
}

/** Searching thousands of names for what thousands of unknown ones may have meant takes minutes. */
const FLOOD = 100;

/** Collects diagnostics, each once: a value that is used in two places is wrong in one. */
export function collector(): {
  readonly diagnostics: Diagnostic[];
  readonly report: Report;
  readonly isFlooded: () => boolean;
} {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const report = (diagnostic: Diagnostic): void => {
    const { file, start } = diagnostic.span;
    const key = JSON.stringify([diagnostic.code, file, start, diagnostic.message]);
    if (seen.has(key)) return;
    seen.add(key);
    diagnostics.push(diagnostic);
  };
  return { diagnostics, report, isFlooded: () => diagnostics.length > FLOOD };
}
