/** A file of bash functions as it stands in the source tree: the emitter takes those that a script needs. */
export interface BashFile {
  /** For messages about the file itself, such as `src/runtime/cgroup.sh`. */
  readonly file: string;
  readonly text: string;
}

/** The bash that all scripts share. */
export interface Runtime {
  /** The very first lines, for any shell: they get to bash 4.2 or newer, or say that they cannot. */
  readonly guard: string;
  /** In the order in which they stand in a script. */
  readonly files: readonly BashFile[];
  /** Small programs that a script hands to other shells, by the variable that holds their text. */
  readonly programs: Readonly<Record<string, string>>;
}
