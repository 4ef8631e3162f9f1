import type { Need } from "./need.ts";
import type { Span } from "./span.ts";

/** Something that a plan does and that only root can do, or somebody who was given root's part of it. */
export interface Privilege {
  /** What it is, in the words that follow "root is required to", without the name of {@link need}: `make namespaces and mounts`. */
  readonly what: string;
  /** The statements that ask for it, at least one, in the order of the plan. */
  readonly spans: readonly Span[];
  /** How `--rootless` does the same for an ordinary user. */
  readonly rootless: "user-namespace" | "subordinate-ids" | "delegated-cgroup" | "impossible";
  /** How many ids there must be for that, from 0 on, where it is `subordinate-ids`; unsaid, any. */
  readonly ids?: number;
  /** What that needs besides, as {@link PlugInPrivilege.rootlessWith}. */
  readonly rootlessWith?: string;
  /** The controller that a delegated cgroup must have: `memory`; `freezer` to pause, `systemd` to boot. */
  readonly controller?: string;
  /** The engine or driver that does it: a cell of the matrix without that one does not need it. */
  readonly need?: Need;
}

/** The part of root in what an engine or a storage driver does. */
export interface PlugInPrivilege {
  /** As {@link Privilege.what}. */
  readonly what: string;
  /** Whether root of a user namespace can do it as well. */
  readonly rootless: boolean;
  /** What it must have for that, in the words that follow "with": `subordinate ids`; unsaid, nothing. */
  readonly rootlessWith?: string;
  /** What root of a user namespace cannot do for a container that joins another, in words as {@link what}; unsaid, nothing. */
  readonly rootOnlyMapped?: string;
}

/** What it is, in the words that follow "root is required to": `make namespaces and mounts for native`. */
export function privilegeName({ what, need }: Pick<Privilege, "what" | "need">): string {
  return need === undefined ? what : `${what} for ${need.name}`;
}
