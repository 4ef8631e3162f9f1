import type { BashFile } from "./bash.ts";
import type { Tool } from "./step.ts";

/** Where containers keep their files: one folder in `src/storage/`, one line in its `index.ts`. */
export interface StorageDriver {
  /** The word a recipe uses to choose it; its bash functions are called `NAME_create`, `NAME_layer_create`, … */
  readonly name: string;
  readonly documentation: string;
  /** What its bash functions begin with, where several drivers share them; else its name. */
  readonly prefix?: string;
  /** It cannot do without `device`. */
  readonly needsDevice?: boolean;
  readonly tools: readonly Tool[];
  /** Its functions: `NAME_create`, `NAME_layer_create`, and what those call. */
  readonly bash: readonly BashFile[];
}
