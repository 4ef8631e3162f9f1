import type { Need } from "./need.ts";
import type { Span } from "./span.ts";

/** Something that a plan does and that only root can do, or somebody who was given root's part of it. */
export interface Privilege {
  /** What it is, in the words that follow "root is required to": `make namespaces and mounts for native`. */
  readonly what: string;
  /** The statements that ask for it, at least one, in the order of the plan. */
  readonly spans: readonly Span[];
  /** How `--rootless` does the same for an ordinary user. */
  readonly rootless: "user-namespace" | "subordinate-ids" | "delegated-cgroup" | "impossible";
  /** The controller that a delegated cgroup must have: `memory`; `freezer` to pause. */
  readonly controller?: string;
  /** The engine or driver that does it: a cell of the matrix without that one does not need it. */
  readonly need?: Need;
}

/** The part of root in what an engine or a storage driver does. */
export interface PlugInPrivilege {
  /** As {@link Privilege.what}, without the name. */
  readonly what: string;
  /** Whether root of a user namespace can do it as well. */
  readonly rootless: boolean;
}
