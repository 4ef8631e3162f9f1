import type { BashFile } from "./bash.ts";
import type { Storage } from "./declared.ts";
import type { PlugInPrivilege } from "./privilege.ts";
import type { Tool } from "./step.ts";

/**
 * Where containers keep their files: one folder in `src/storage/`, one line in its `index.ts`.
 *
 * Its bash functions, after the word that the recipe uses; `src/runtime/storage.sh` says what each is given and sets:
 * - `lacks`: why this host cannot; `create`: what the storage needs on the host, each with its undo
 * - `import`: an image, made ready for instances to begin with
 * - `layer_directories`, `layer_create`, `layer_file`, `layer_remove`: the files of one instance
 * - `layer_commit`, `layer_rollback`: kept as something to begin with; back to that
 * - `layer_usage`: data and metadata bytes, as the backend itself counts them
 */
export interface StorageDriver {
  /** The word a recipe uses to choose it; its bash functions are called `NAME_create`, `NAME_layer_create`, … */
  readonly name: string;
  readonly documentation: string;
  /** What only root can do of what it does; unsaid, nothing. */
  readonly privilege?: PlugInPrivilege;
  /** What its bash functions begin with, where several drivers share them; else its name. */
  readonly prefix?: string;
  /** What `layer_usage` counts is the use of all of the storage, whoever wrote there. */
  readonly countsWholeStorage?: boolean;
  /** It cannot do without `device`. */
  readonly needsDevice?: boolean;
  /** Settings that mean nothing to it, given what else is said, and why. */
  ignored(storage: Storage): readonly IgnoredSetting[];
  readonly tools: readonly Tool[];
  /** Its functions and what those call. */
  readonly bash: readonly BashFile[];
}

export interface IgnoredSetting {
  readonly setting: "size" | "device" | "filesystem";
  /** What it takes the place of, or needs, in the words of a sentence that begins with it. */
  readonly why: string;
}
