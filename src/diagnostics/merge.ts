import type { Diagnostic } from "../types/diagnostic.ts";
import { limitDiagnostics } from "./limit.ts";

/**
 * The diagnostics of two phases as one list. What `later` says about a line whose shape is wrong by `earlier` is left
 * out: it is about a reading that its author never meant. So is everything, if `earlier` is as long as can be.
 * @param files in the order in which the recipe reaches them
 * @returns in the order of the files and their lines, and no more than anybody reads
 */
export function mergeDiagnostics(
  earlier: readonly Diagnostic[],
  later: readonly Diagnostic[],
  files: readonly string[],
): Diagnostic[] {
  if (earlier.some(({ code }) => code === "more-errors")) return [...earlier];
  const lineOf = ({ span }: Diagnostic): string => `${span.line}:${span.file}`;
  const spoiled = new Set(earlier.filter(({ severity }) => severity === "error").map(lineOf));
  const order = new Map(files.map((file, index) => [file, index]));
  const rank = ({ span }: Diagnostic): number => order.get(span.file) ?? files.length;
  const merged = [...earlier, ...later.filter((each) => !spoiled.has(lineOf(each)))];
  return limitDiagnostics(merged.sort((a, b) => rank(a) - rank(b) || a.span.start - b.span.start));
}
