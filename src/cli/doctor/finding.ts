import type { Packages } from "../packages.ts";

/** One thing that a host can do or not. */
export interface Finding {
  readonly topic: "host" | "cgroup" | "namespace" | "engine" | "storage" | "tool";
  readonly name: string;
  readonly available: boolean;
  /** What was found, or why it is not available. */
  readonly detail: string;
  /** What to install, where that would help. */
  readonly packages?: Packages;
}
