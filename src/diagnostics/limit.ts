import type { Diagnostic } from "../types/diagnostic.ts";
import { moreErrors } from "./files.ts";

/** How many diagnostics are reported of one recipe. */
export const MAXIMUM_DIAGNOSTICS = 100;

/** The first diagnostics, and if there are more than anybody reads, a note that says how many are left out. */
export function limitDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const next = diagnostics[MAXIMUM_DIAGNOSTICS];
  if (next === undefined) return [...diagnostics];
  const more = moreErrors(next.span, diagnostics.length - MAXIMUM_DIAGNOSTICS);
  return [...diagnostics.slice(0, MAXIMUM_DIAGNOSTICS), more];
}
