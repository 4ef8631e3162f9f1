import type { Action } from "./action.ts";
import type { BashFile } from "./bash.ts";
import type { Container, Namespace, NamespaceKind, Network } from "./declared.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { PlugInPrivilege } from "./privilege.ts";
import type { Tool } from "./step.ts";

/**
 * How containers are made on a host: one folder in `src/engines/`, one line in its `index.ts`.
 *
 * Its bash functions, `NAME_VERB`; `src/runtime/container.sh` says what each is given and sets:
 * - `lacks`: why this host cannot, or not on a storage driver; `define`: what a container is, worked out once for all its instances
 * - `create`, `start`, `wait`, `remove`: the life of an instance; `enter`: wait until it can be entered, `exec`
 * - `stop`, `pause`, `resume`; `file`, `view`: its files; `commit`, `rollback`; `disk`: what it uses there
 */
export interface Engine {
  /** The word a recipe uses to choose it; its bash functions are called `NAME_define`, `NAME_create`, … */
  readonly name: string;
  /** One line for `ctrc doctor` and the reference. */
  readonly documentation: string;
  /** Whose verbs are its own where it does not define them itself, the nearest first: `layered_remove`. */
  readonly inherits?: readonly string[];
  /** Programs that its bash calls. */
  readonly tools: readonly Tool[];
  /** Storage drivers it can use. */
  readonly storageDrivers: readonly string[];
  /**
   * Those for which it needs one of its own, that a host's may lack, and `host` where the host's daemon may not answer: its
   * bash function `lacks` is asked with the name of one.
   */
  readonly hostMayLack?: readonly string[];
  /** What only root can do of what it does; unsaid, nothing. */
  readonly privilege?: PlugInPrivilege;
  /** It makes cgroups of its own: the run's directories are then in every hierarchy, and at the same path in all. */
  readonly makesCgroups?: boolean;
  /** Where a container that names no storage has its files, if not on a storage of the run: where the host's daemon has them. */
  readonly keepsImages?: "host";
  /** Its functions and what those call. */
  readonly bash: readonly BashFile[];
  /** Programs of its own, by the variable that holds their text in the script: `NATIVE_INIT`. */
  readonly programs: Readonly<Record<string, string>>;
  /** What becomes of a setting of a container, or of a limit, in the engine's own words, by keyword: `--memory`. */
  readonly terms: Readonly<Record<string, string>>;
  readonly abilities: Abilities;
  /**
   * What the container asks and this engine cannot give, where its abilities do not say it, each at the span of the
   * setting. Runs nothing.
   * @param namespaces the named namespaces that the container joins
   */
  check(container: Container, namespaces: readonly Namespace[]): Diagnostic[];
}

/** What an engine can do, as far as a table can say it. */
export interface Abilities {
  /** Settings of a container that not every engine has, by keyword. */
  readonly settings: readonly EngineSetting[];
  readonly networks: readonly Network["kind"][];
  /** Kinds of named namespaces that its containers can join. */
  readonly joins: readonly NamespaceKind[];
  readonly actions: readonly EngineAction[];
}

/** `root`: the host's own files. Every engine has image, cgroup, mount, tmpfs, env, workdir and network. */
export type EngineSetting =
  | "root"
  | "hostname"
  | "user"
  | "capabilities"
  | "no-new-privileges"
  | "read-only"
  | "seccomp"
  | "apparmor"
  | "mask"
  | "boot";

/** Every engine can run, start and remove. */
export type EngineAction = Extract<
  Action["kind"],
  "exec" | "stop" | "pause" | "resume" | "commit" | "rollback" | "export" | "diff"
>;
