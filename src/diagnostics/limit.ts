import type { Diagnostic } from "../types/diagnostic.ts";
import { moreErrors } from "./files.ts";

/** How many diagnostics are reported of one recipe. */
export const MAXIMUM_DIAGNOSTICS = 100;

/**
 * The first diagnostics, and if there are more than anybody reads, a note that says how many are left out.
 * @param leftOut how many there are besides, further on in the text
 */
export function limitDiagnostics(diagnostics: readonly Diagnostic[], leftOut = 0): Diagnostic[] {
  const shown = diagnostics.slice(0, MAXIMUM_DIAGNOSTICS);
  const count = diagnostics.length - shown.length + leftOut;
  const last = shown.at(-1);
  return count === 0 || last === undefined ? shown : [...shown, moreErrors(last.span, count)];
}
