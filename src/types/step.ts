import type { ArchiveFormat, Metric, Operator } from "./action.ts";
import type { IdMap, ImageSource, NamespaceKind, Network, Requirement } from "./declared.ts";
import type { Design, Probe } from "./model.ts";
import type { Need } from "./need.ts";
import type { Privilege } from "./privilege.ts";
import type { Span } from "./span.ts";
import type { Reference, Text } from "./text.ts";

/**
 * What undoes a step. The script writes it to its journal before the step acquires anything, and runs it, newest
 * first, however the run ends. Each is a runtime function that does nothing when there is nothing (left) to undo.
 */
export interface Undo {
  readonly kind: "cgroup.remove" | "namespace.remove" | "container.discard" | "storage.remove";
  readonly name: Text;
  /** When it is run at the latest: at the end of the check or measure, of the cell, or of the run. */
  readonly scope: "block" | "cell" | "run";
}

interface StepParts {
  /** The statement that asked for this step. */
  readonly span: Span;
  readonly undo?: Undo;
  /** How long it may take before the run is ended, where the runtime function does not see to that itself. */
  readonly alarmNs?: Text | undefined;
}

/** One thing that the script does: one call of a runtime function. The tag names the function, `cgroup.write` is `cgroup_write`. */
export type Step = StepParts & StepKind;

/** An option of a container for its engine's own `define` function: `--image busybox`, `--read-only`. */
export interface ContainerOption {
  readonly name: string;
  readonly values: readonly Text[];
}

type StepKind =
  // Set-up.
  | { readonly kind: "image.make"; readonly name: string; readonly sources: readonly ImageSource[] }
  | { readonly kind: "cgroup.create"; readonly name: string }
  /** Makes ready what a limit needs that comes while containers run. */
  | { readonly kind: "cgroup.reserve"; readonly file: string }
  | { readonly kind: "cgroup.write"; readonly name: string; readonly file: string; readonly value: Text }
  /** Lets the script choose so many cores of the host for the cgroup. */
  | { readonly kind: "cgroup.pin"; readonly name: string; readonly cores: Text }
  | {
      readonly kind: "namespace.create";
      readonly name: string;
      readonly kinds: readonly NamespaceKind[];
      readonly network: Network["kind"] | undefined;
      readonly idMaps: readonly IdMap[];
    }
  | {
      readonly kind: "storage.create";
      readonly name: string;
      readonly driver: string;
      readonly sizeBytes: Text | undefined;
      readonly device: Text | undefined;
      readonly filesystem: Text | undefined;
    }
  | {
      readonly kind: "container.define";
      readonly name: string;
      readonly engine: string;
      readonly options: readonly ContainerOption[];
    }
  // Actions; each leaves its exit status, outputs and times for the expectations that follow.
  | {
      readonly kind: "container.run";
      readonly container: Text;
      readonly keepAs: Text | undefined;
      readonly command: readonly Text[];
      readonly stdin: Text | undefined;
      readonly timeoutNs: Text | undefined;
      readonly metrics?: readonly Metric[] | undefined;
    }
  | {
      readonly kind: "container.start";
      readonly container: Text;
      readonly as: Text;
      readonly command: readonly Text[];
      readonly stdin: Text | undefined;
      readonly timeoutNs: Text | undefined;
    }
  | {
      readonly kind: "container.exec";
      readonly instance: Text;
      readonly command: readonly Text[];
      readonly stdin: Text | undefined;
      readonly timeoutNs: Text | undefined;
      readonly metrics?: readonly Metric[] | undefined;
    }
  | {
      readonly kind: "container.stop" | "container.pause" | "container.resume" | "container.remove";
      readonly instance: Text;
    }
  | {
      readonly kind: "container.limit";
      readonly instance: Text;
      readonly file: string;
      readonly value: Text;
    }
  | {
      readonly kind: "container.commit" | "container.rollback" | "container.diff";
      readonly instance: Text;
      readonly image: Text;
    }
  | { readonly kind: "container.export"; readonly instance: Text; readonly to: Text }
  | {
      readonly kind: "image.save";
      readonly image: Text;
      readonly to: Text;
      readonly format: ArchiveFormat;
    }
  | {
      /** The image is then as good as a container, of which these are the engine and its options. */
      readonly kind: "image.load" | "image.import";
      readonly path: Text;
      readonly image: Text;
      readonly engine: string;
      readonly options: readonly ContainerOption[];
    }
  | {
      readonly kind: "host.run";
      readonly command: readonly Text[];
      readonly stdin: Text | undefined;
      readonly timeoutNs: Text | undefined;
      readonly metrics?: readonly Metric[] | undefined;
    }
  | {
      readonly kind: "host.shell";
      readonly text: string;
      readonly variables: readonly Reference[];
      readonly stdin: Text | undefined;
      readonly timeoutNs: Text | undefined;
      readonly metrics?: readonly Metric[] | undefined;
    }
  /** A container that has nothing to do; where none can be run, the measure goes on. */
  | {
      readonly kind: "calibrate.container";
      readonly container: Text;
      /** Undefined: its files are those of the host. */
      readonly image: string | undefined;
      /** Something else may lie over its programs. */
      readonly hidden?: true;
    }
  | { readonly kind: "host.sleep"; readonly durationNs: Text }
  | { readonly kind: "host.sync" }
  | { readonly kind: "host.drop-caches" }
  | { readonly kind: "wait.ready"; readonly instance: Text; readonly line: Text; readonly timeoutNs: Text }
  | { readonly kind: "wait.port"; readonly instance: Text; readonly port: Text; readonly timeoutNs: Text }
  | {
      readonly kind: "loop";
      readonly variable: string;
      readonly from: Text;
      readonly to: Text;
      readonly body: readonly Step[];
    }
  // Expectations. `subject` undefined: the action before.
  | (ExpectParts & { readonly kind: "expect.exit"; readonly not: boolean; readonly status: Text })
  | (ExpectParts & {
      readonly kind: "expect.output";
      readonly stream: "stdout" | "stderr";
      readonly test: "is" | "contains" | "matches";
      readonly value: Text;
    })
  | (ExpectParts & { readonly kind: "expect.oom"; readonly not: boolean })
  | (ExpectParts & {
      readonly kind: "expect.file";
      readonly path: Text;
      readonly test: "is" | "contains" | "matches";
      readonly value: Text;
    })
  | (ExpectParts & { readonly kind: "expect.cpus"; readonly cpus: Text })
  | (ExpectParts & { readonly kind: "expect.cgroup"; readonly cgroup: Text })
  | (ExpectParts & { readonly kind: "expect.time"; readonly operator: Operator; readonly durationNs: Text })
  | (ExpectParts & {
      readonly kind: "expect.memory-peak";
      readonly operator: Operator;
      readonly sizeBytes: Text;
    })
  | (ExpectParts & {
      readonly kind: "expect.median-time";
      readonly operator: Operator;
      readonly durationNs: Text;
    });

interface ExpectParts {
  readonly subject: Text | undefined;
  /** As the recipe writes it. */
  readonly written: string;
}

/** Everything a script does, in order; printed by `ctrc plan`, written out by `ctrc build`, carried out by `ctrc run`. */
export interface Plan {
  readonly recipe: PlanRecipe;
  readonly parameters: readonly PlanParameter[];
  /** What the recipe itself requires. */
  readonly requirements: readonly Requirement[];
  /** What the steps do that only root can do. */
  readonly privileges: readonly Privilege[];
  /** Programs that the steps call, with the reason, in alphabetical order. */
  readonly tools: readonly Tool[];
  /** Engines, storage drivers and cores that every cell needs. */
  readonly needs: readonly Need[];
  /** Once for the run, before the first cell: images. */
  readonly setUp: readonly Step[];
  /** One without variables where the recipe has no matrix. */
  readonly cells: readonly Cell[];
  /**
   * The cells take turns in some measure: all of them are set up before the first check or measure, under names that end in
   * the number of the cell.
   */
  readonly takesTurns: boolean;
  /** Checks and measures, the same for each cell. */
  readonly blocks: readonly PlanBlock[];
}

export interface PlanRecipe {
  readonly name: string;
  readonly title: string;
  /** The recipe, then its imports: name as in spans, text as read. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

export interface PlanParameter {
  readonly name: string;
  readonly type: string;
  /** The default; sizes in bytes, durations in nanoseconds. */
  readonly value: string;
  readonly written: string;
  readonly documentation: string;
  readonly span: Span;
}

export interface Tool {
  readonly program: string;
  /** Which step kinds or engine call it. */
  readonly neededBy: string;
}

/** A combination of the matrix's values. */
export interface Cell {
  /** From 1. */
  readonly number: number;
  readonly values: readonly CellValue[];
  /** What this cell needs and not every cell does: a host that lacks one skips the cell. */
  readonly needs: readonly Need[];
  /** Storage, cgroups, namespaces and containers of this cell. */
  readonly setUp: readonly Step[];
}

export interface CellValue {
  readonly name: string;
  readonly value: string;
  readonly written: string;
}

export interface PlanBlock {
  readonly kind: "check" | "measure";
  readonly name: string;
  readonly span: Span;
  /** Of a measure; its order is decided. */
  readonly design: Design | undefined;
  /** How long a check may take in a cell, or a measure. */
  readonly timeoutNs: Text | undefined;
  readonly probes: readonly Probe[];
  /** Of a measure: what is done before its first run, to see what the harness takes. */
  readonly calibration: readonly Step[];
  readonly prepare: readonly Step[];
  /** Of a measure: one run. */
  readonly body: readonly Step[];
  readonly finally: readonly Step[];
  /** Of a measure: expectations about all its runs. */
  readonly after: readonly Step[];
}

/** All steps of a check or measure, in the order in which they are done. */
export function stepsOf({ calibration, prepare, body, finally: ending, after }: PlanBlock): Step[] {
  return [...calibration, ...prepare, ...body, ...ending, ...after];
}
