import type { BashFile } from "./bash.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Container, Namespace } from "./model.ts";
import type { ContainerOption, Tool } from "./step.ts";

/** How containers are made on a host: one folder in `src/engines/`, one line in its `index.ts`. */
export interface Engine {
  /** The word a recipe uses to choose it; its bash functions are called `NAME_define`, `NAME_create`, … */
  readonly name: string;
  /** One line for `ctrc doctor` and the reference. */
  readonly documentation: string;
  /** Programs that its bash calls. */
  readonly tools: readonly Tool[];
  /** Storage drivers it can use. */
  readonly storageDrivers: readonly string[];
  /** Only root can use it. */
  readonly needsRoot: boolean;
  /** Its functions: `NAME_define`, `NAME_create`, and what those call. */
  readonly bash: readonly BashFile[];
  /** Programs of its own, by the variable that holds their text in the script: `NATIVE_INIT`. */
  readonly programs: Readonly<Record<string, string>>;
  /**
   * What the container asks and this engine cannot give, each at the span of the setting. Runs nothing.
   * @param namespaces the named namespaces that the container joins
   */
  check(container: Container, namespaces: readonly Namespace[]): Diagnostic[];
  /** The container's settings as options for the engine's bash function `NAME_define`. */
  define(container: Container, namespaces: readonly Namespace[]): ContainerOption[];
}
