import { engineCannot } from "../diagnostics/engines.ts";
import type { Container } from "../types/declared.ts";
import type { Diagnostic } from "../types/diagnostic.ts";
import { known } from "../types/text.ts";

/**
 * What an engine cannot do with a profile of system calls, where it can only leave them unfiltered.
 * @param what it cannot, after `cannot`
 */
export function checkUnfiltered(
  engine: string,
  { seccomp, settingSpans, span }: Container,
  what = "filter system calls",
): Diagnostic[] {
  if (seccomp === undefined || known(seccomp) === "unconfined") return [];
  return [
    engineCannot(settingSpans.seccomp ?? span, engine, what, "say `seccomp unconfined`, or leave it out"),
  ];
}
