import type { Limit } from "./declared.ts";
import type { Span } from "./span.ts";
import type { Reference, Text } from "./text.ts";

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

interface Limited {
  /** How long it may take before the run is ended, in nanoseconds. */
  readonly timeoutNs: Text | undefined;
}

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
  /** How long it may take, in nanoseconds. */
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

export interface InstanceAction extends Limited {
  readonly kind: "stop" | "pause" | "resume" | "remove";
  readonly instance: Text;
  readonly span: Span;
}

/** Limits an instance while it runs. */
export interface LimitAction extends Limited {
  readonly kind: "limit";
  readonly instance: Text;
  readonly limit: Limit;
  readonly span: Span;
}

/** Writes an image to a file of the host. */
export interface SaveAction extends Limited {
  readonly kind: "save";
  readonly image: Text;
  readonly to: Text;
  readonly format: ArchiveFormat;
  readonly span: Span;
}

export type ArchiveFormat = "tar" | "docker" | "oci" | "aci";

/** Writes an instance's files to a tar archive. */
export interface ExportAction extends Limited {
  readonly kind: "export";
  readonly instance: Text;
  readonly to: Text;
  readonly span: Span;
}

/** Makes an image of a file of the host: one in any format that `save` writes, or a plain archive of a file tree. */
export interface LoadAction extends Limited {
  readonly kind: "load" | "import";
  readonly path: Text;
  readonly image: Text;
  /** Where containers of it keep their files; undefined: where those do that name none. */
  readonly storage: string | undefined;
  readonly span: Span;
}

/** Lists what differs between an instance's files and an image. */
export interface DiffAction extends Limited {
  readonly kind: "diff";
  readonly instance: Text;
  readonly image: Text;
  readonly span: Span;
}

/** Keeps an instance's files as an image, or puts them back as an image has them. */
export interface CommitAction extends Limited {
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

export interface PlainAction extends Limited {
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

/** A number that a command prints. */
export interface Metric {
  readonly name: string;
  readonly stream: "stdout" | "stderr";
  /** An extended regular expression; its first group, or all of it, is the number. */
  readonly pattern: string;
  readonly unit: string | undefined;
  readonly span: Span;
}
