import type { Order } from "./event.ts";
import type { SourceFile, Span } from "./span.ts";
import type { Reference, Text } from "./text.ts";

/** A recipe that was checked: names bound, units read, everything in the order of the recipe. */
export interface Model {
  readonly name: string;
  readonly title: string;
  readonly span: Span;
  /** The recipe first, then its imports in the order in which they were reached. */
  readonly sources: readonly SourceFile[];
  readonly parameters: readonly Parameter[];
  readonly requirements: readonly Requirement[];
  readonly matrix: Matrix | undefined;
  readonly cgroups: readonly Cgroup[];
  readonly namespaces: readonly Namespace[];
  readonly images: readonly Image[];
  readonly storages: readonly Storage[];
  readonly containers: readonly Container[];
  readonly blocks: readonly Block[];
}

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
      readonly span: Span;
    }
  /** A Debian system from its packages. */
  | {
      readonly kind: "debian";
      readonly suite: string;
      readonly packages: readonly string[];
      readonly mirror: Text | undefined;
      readonly span: Span;
    }
  /** Host commands in a scratch copy of a folder, or of what an archive holds. */
  | {
      readonly kind: "build";
      readonly folder: Text;
      readonly steps: readonly BuildStep[];
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

export type Block = Check | Measure;

interface BlockParts {
  readonly name: string;
  readonly prepare: readonly Action[];
  readonly body: readonly Action[];
  readonly finally: readonly Action[];
  readonly span: Span;
}

export interface Check extends BlockParts {
  readonly kind: "check";
}

export interface Measure extends BlockParts {
  readonly kind: "measure";
  readonly design: Design;
  readonly probes: readonly Probe[];
}

/** How often a measure runs its commands, and in which order. Exactly one of the first three is given. */
export interface Design {
  /** How many runs. */
  readonly repeat: Text | undefined;
  /** For how long, in nanoseconds; the run that is under way at the end is finished. */
  readonly forNs: Text | undefined;
  /** Until the result is so precise, in percent, but not more often than `max`. */
  readonly until: { readonly percent: Text; readonly max: Text } | undefined;
  /** How the cells take turns; undefined: the recipe does not say. */
  readonly order: Order | undefined;
  /** Of a random order. */
  readonly seed: Text | undefined;
  /** Where the recipe says the order. */
  readonly orderSpan: Span | undefined;
  readonly exclusions: readonly Exclusion[];
  /** The variable that holds the number of the run, from 1. */
  readonly variable: string | undefined;
  readonly warmup: Text;
}

export type { Order };

/** Runs that are left out. */
export interface Exclusion {
  readonly cause: string;
  /** Of what is told as a share of the run's time, in percent; undefined: whenever there is any. */
  readonly share: { readonly operator: Operator; readonly percent: Text } | undefined;
  /** As the recipe writes it. */
  readonly written: string;
  readonly span: Span;
}

/** A number that a command prints. */
export interface Metric {
  readonly name: string;
  readonly stream: "stdout" | "stderr";
  /** An extended regular expression; its first group, or all of it, is the number. */
  readonly pattern: string;
  readonly unit: string | undefined;
  readonly span: Span;
}

export type Probe = "time" | "cpu" | "memory" | "disk" | "io" | "pids" | "pressure";

/** What a check or measure does, in order. */
export type Action =
  | RunAction
  | StartAction
  | ExecAction
  | InstanceAction
  | LimitAction
  | CommitAction
  | SaveAction
  | ExportAction
  | LoadAction
  | DiffAction
  | HostAction
  | HostShellAction
  | SleepAction
  | PlainAction
  | WaitAction
  | ExpectAction
  | ForAction;

export interface RunAction {
  readonly kind: "run";
  /** A declared container, or an image that was committed from one. */
  readonly container: Text;
  readonly keepAs: Text | undefined;
  readonly command: readonly Text[];
  readonly stdin: Text | undefined;
  readonly timeoutNs: Text | undefined;
  /** Only in a measure. */
  readonly metrics?: readonly Metric[];
  readonly span: Span;
}

export interface StartAction {
  readonly kind: "start";
  /** As in {@link RunAction.container}. */
  readonly container: Text;
  readonly as: Text;
  /** None for a container that boots. */
  readonly command: readonly Text[];
  readonly stdin: Text | undefined;
  /** How long a container that boots may take, in nanoseconds. */
  readonly timeoutNs: Text | undefined;
  readonly span: Span;
}

export interface ExecAction {
  readonly kind: "exec";
  readonly instance: Text;
  readonly command: readonly Text[];
  readonly stdin: Text | undefined;
  readonly timeoutNs: Text | undefined;
  /** Only in a measure. */
  readonly metrics?: readonly Metric[];
  readonly span: Span;
}

export interface InstanceAction {
  readonly kind: "stop" | "pause" | "resume" | "remove";
  readonly instance: Text;
  readonly span: Span;
}

/** Limits an instance while it runs. */
export interface LimitAction {
  readonly kind: "limit";
  readonly instance: Text;
  readonly limit: Limit;
  readonly span: Span;
}

/** Writes an image to a file of the host. */
export interface SaveAction {
  readonly kind: "save";
  readonly image: Text;
  readonly to: Text;
  readonly format: ArchiveFormat;
  readonly span: Span;
}

export type ArchiveFormat = "tar" | "docker" | "oci" | "aci";

/** Writes an instance's files to a tar archive. */
export interface ExportAction {
  readonly kind: "export";
  readonly instance: Text;
  readonly to: Text;
  readonly span: Span;
}

/** Makes an image of a file of the host: one in any format that `save` writes, or a plain archive of a file tree. */
export interface LoadAction {
  readonly kind: "load" | "import";
  readonly path: Text;
  readonly image: Text;
  /** Where containers of it keep their files; undefined: where those do that name none. */
  readonly storage: string | undefined;
  readonly span: Span;
}

/** Lists what differs between an instance's files and an image. */
export interface DiffAction {
  readonly kind: "diff";
  readonly instance: Text;
  readonly image: Text;
  readonly span: Span;
}

/** Keeps an instance's files as an image, or puts them back as an image has them. */
export interface CommitAction {
  readonly kind: "commit" | "rollback";
  readonly instance: Text;
  readonly image: Text;
  readonly span: Span;
}

export interface HostAction {
  readonly kind: "host";
  readonly command: readonly Text[];
  readonly stdin: Text | undefined;
  readonly timeoutNs: Text | undefined;
  /** Only in a measure. */
  readonly metrics?: readonly Metric[];
  readonly span: Span;
}

export interface HostShellAction {
  readonly kind: "host-shell";
  readonly text: string;
  /** The recipe's values that the text mentions; handed over as shell variables, `-` written `_`, durations as seconds. */
  readonly variables: readonly Reference[];
  readonly stdin: Text | undefined;
  readonly timeoutNs: Text | undefined;
  /** Only in a measure. */
  readonly metrics?: readonly Metric[];
  readonly span: Span;
}

export interface SleepAction {
  readonly kind: "sleep";
  readonly durationNs: Text;
  readonly span: Span;
}

export interface PlainAction {
  readonly kind: "sync" | "drop-caches";
  readonly span: Span;
}

export type WaitAction =
  | {
      readonly kind: "wait-ready";
      readonly instance: Text;
      readonly line: Text;
      readonly timeoutNs: Text;
      readonly span: Span;
    }
  | {
      readonly kind: "wait-port";
      readonly instance: Text;
      readonly port: Text;
      readonly timeoutNs: Text;
      readonly span: Span;
    };

export interface ForAction {
  readonly kind: "for";
  readonly variable: string;
  readonly from: Text;
  readonly to: Text;
  readonly body: readonly Action[];
  readonly span: Span;
}

export interface ExpectAction {
  readonly kind: "expect";
  /** A started container; undefined: the action before. */
  readonly subject: Text | undefined;
  readonly expectation: Expectation;
  /** The statement as the recipe writes it, for reports. */
  readonly written: string;
  readonly span: Span;
}

export type Operator = "<" | "<=" | ">" | ">=";

export type Expectation =
  | { readonly kind: "exit"; readonly not: boolean; readonly status: Text }
  | {
      readonly kind: "output";
      readonly stream: "stdout" | "stderr";
      readonly test: "is" | "contains" | "matches";
      readonly value: Text;
    }
  | { readonly kind: "oom"; readonly not: boolean }
  | {
      readonly kind: "file";
      readonly path: Text;
      readonly test: "is" | "contains" | "matches";
      readonly value: Text;
    }
  | { readonly kind: "cpus"; readonly cpus: Text }
  | { readonly kind: "in-cgroup"; readonly cgroup: string }
  | { readonly kind: "time"; readonly operator: Operator; readonly durationNs: Text }
  | { readonly kind: "memory-peak"; readonly operator: Operator; readonly sizeBytes: Text }
  /** Of a whole measure, when it has ended. */
  | { readonly kind: "median-time"; readonly operator: Operator; readonly durationNs: Text };
