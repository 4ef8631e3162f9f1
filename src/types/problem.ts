import type { Severity } from "./diagnostic.ts";

/** What is wrong with something that is no recipe: a run directory, an option, this host. It has no place in a text. */
export interface Problem {
  /** Kebab-case, never changes once released. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** What to do instead. */
  readonly help?: string;
}
