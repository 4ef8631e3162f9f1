import type { Span } from "./span.ts";
import type { Text } from "./text.ts";

export type ValueType = "number" | "percent" | "size" | "duration" | "word" | "string";

/** `param rounds 10 "containers per step"`; the default's type is the parameter's. */
export interface Parameter {
  readonly name: string;
  readonly type: ValueType;
  /** Sizes in bytes, durations in nanoseconds, both as digits. */
  readonly value: string;
  /** As the recipe writes it, for `--help`. */
  readonly written: string;
  readonly documentation: string;
  readonly span: Span;
}

export type Requirement =
  | { readonly kind: "root"; readonly span: Span }
  | { readonly kind: "program"; readonly program: string; readonly span: Span }
  | { readonly kind: "kernel"; readonly version: string; readonly span: Span }
  | { readonly kind: "free"; readonly sizeBytes: Text; readonly span: Span };

export interface Matrix {
  readonly variables: readonly MatrixVariable[];
  /** Combinations that are left out; a combination matches when all the named values are its own. */
  readonly exceptions: readonly MatrixException[];
  readonly span: Span;
}

export interface MatrixVariable {
  readonly name: string;
  readonly type: ValueType;
  /** Normalised as in {@link Parameter.value}. */
  readonly values: readonly string[];
  /** The same values as the recipe writes them, for people. */
  readonly written: readonly string[];
  readonly span: Span;
}

export interface MatrixException {
  readonly values: Readonly<Record<string, string>>;
  readonly span: Span;
}

export interface Cgroup {
  readonly name: string;
  readonly limits: readonly Limit[];
  readonly cores?: Cores | undefined;
  readonly span: Span;
}

/** Whole cores that the script chooses when it runs. */
export interface Cores {
  /** How many. */
  readonly count: Text;
  readonly span: Span;
}

/** A cgroup v2 interface file and what is written into it; bytes and microseconds as digits, `max` as it is. */
export interface Limit {
  readonly file: string;
  readonly value: Text;
  readonly span: Span;
}

export type NamespaceKind = "pid" | "mount" | "uts" | "ipc" | "network" | "cgroup" | "user" | "time";

/** Namespaces that are made once for the run; whoever names it joins them. */
export interface Namespace {
  readonly name: string;
  readonly kinds: readonly NamespaceKind[];
  readonly network: Network | undefined;
  /** For a user namespace: ids inside, ids outside, how many. Empty: every id is mapped to itself. */
  readonly idMaps: readonly IdMap[];
  readonly span: Span;
}

export interface IdMap {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

export type Network =
  | { readonly kind: "none" }
  | { readonly kind: "loopback" }
  | { readonly kind: "host" }
  | { readonly kind: "veth"; readonly subnet: string };

export interface Image {
  readonly name: string;
  readonly sources: readonly ImageSource[];
  /** How long all of it may take. */
  readonly timeoutNs?: Text | undefined;
  readonly span: Span;
}

/** In the order of the recipe: what comes later lies over what came before. Paths on the host are absolute or relative to the recipe. */
export type ImageSource =
  | { readonly kind: "scratch"; readonly span: Span }
  | { readonly kind: "program"; readonly path: Text; readonly links: readonly Text[]; readonly span: Span }
  | {
      readonly kind: "directory";
      readonly path: Text;
      readonly mode: string | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: "file";
      readonly path: Text;
      readonly content: Text;
      readonly mode: string | undefined;
      readonly span: Span;
    }
  | { readonly kind: "archive"; readonly path: Text; readonly span: Span }
  | { readonly kind: "tree"; readonly from: Text; readonly to: Text; readonly span: Span }
  | { readonly kind: "image"; readonly image: string; readonly span: Span }
  /** An OCI layout, as a folder or an archive, or an archive of `docker save`. */
  | { readonly kind: "oci"; readonly path: Text; readonly span: Span }
  /** A file that is downloaded; `name` is the variable that holds its path from here on. */
  | {
      readonly kind: "fetch";
      readonly url: Text;
      readonly algorithm: "md5" | "sha256";
      /** In hexadecimal digits. */
      readonly digest: string;
      readonly name: string;
      readonly timeoutNs: Text | undefined;
      readonly span: Span;
    }
  /** A Debian system from its packages. */
  | {
      readonly kind: "debian";
      readonly suite: string;
      readonly packages: readonly string[];
      readonly mirror: Text | undefined;
      readonly timeoutNs: Text | undefined;
      readonly span: Span;
    }
  /** Host commands in a scratch copy of a folder, or of what an archive holds. */
  | {
      readonly kind: "build";
      readonly folder: Text;
      readonly steps: readonly BuildStep[];
      /** Of all the commands together. */
      readonly timeoutNs: Text | undefined;
      readonly span: Span;
    };

export type BuildStep =
  | { readonly kind: "command"; readonly command: readonly Text[]; readonly span: Span }
  /** Out of the scratch folder, into the image. */
  | { readonly kind: "tree"; readonly from: Text; readonly to: Text; readonly span: Span };

export interface Storage {
  readonly name: string;
  readonly driver: Text;
  /** Of the file that a loop device is made on, or of a thin pool's volumes. */
  readonly sizeBytes: Text | undefined;
  readonly device: Text | undefined;
  /** `ext4` or `xfs`; undefined: ext4, where the driver does not bring its own. */
  readonly filesystem: Text | undefined;
  /** How long it may take to make it, in each cell. */
  readonly timeoutNs?: Text | undefined;
  readonly span: Span;
  /** Where each setting stands, by keyword (`size`, `device`, …). */
  readonly settingSpans: Readonly<Record<string, Span>>;
}

/** A container as the recipe describes it; a `run` or `start` makes an instance of it. */
export interface Container {
  readonly name: string;
  /** One literal piece, or one reference to a matrix variable. */
  readonly engine: Text;
  /** Undefined: `root host`, the host's own files. */
  readonly image: string | undefined;
  /** Undefined: overlay in the run's own folder. */
  readonly storage: string | undefined;
  readonly cgroup: string | undefined;
  readonly namespaces: readonly string[];
  /** What the container's own network is, where no named namespace gives one. */
  readonly network: Network | undefined;
  readonly mounts: readonly Mount[];
  readonly tmpfs: readonly Tmpfs[];
  readonly environment: readonly EnvironmentVariable[];
  readonly workdir: Text | undefined;
  readonly hostname: Text | undefined;
  readonly user: User | undefined;
  /** Lower case, without `cap_`. Undefined: Docker's default set. */
  readonly capabilities: readonly string[] | undefined;
  readonly noNewPrivileges: boolean;
  /** `unconfined`, or the path of a profile on the host. Undefined: what the engine does unsaid. */
  readonly seccomp: Text | undefined;
  /** `unconfined`, or the name of a profile that the kernel has loaded. Undefined: what the engine does unsaid. */
  readonly apparmor: Text | undefined;
  /** Paths that are empty inside. */
  readonly masked: readonly Text[];
  /** Its process 1 is the init of its image. */
  readonly boot: boolean;
  readonly readOnly: boolean;
  /** How long it may take to make it ready, in each cell: its engine, and its image for that. */
  readonly timeoutNs?: Text | undefined;
  readonly span: Span;
  /** Where each setting stands, by keyword (`user`, `capabilities`, …), for what an engine says about it. */
  readonly settingSpans: Readonly<Record<string, Span>>;
}

export interface Mount {
  readonly source: Text;
  readonly target: Text;
  readonly readOnly: boolean;
  readonly span: Span;
}

export interface Tmpfs {
  readonly target: Text;
  readonly sizeBytes: Text | undefined;
  readonly span: Span;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: Text;
  readonly span: Span;
}

export interface User {
  readonly uid: Text;
  readonly gid: Text;
}
