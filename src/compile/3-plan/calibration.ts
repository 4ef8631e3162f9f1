import type { Action } from "../../types/action.ts";
import type { Container } from "../../types/declared.ts";
import type { Block, Measure, Model } from "../../types/model.ts";
import type { Span } from "../../types/span.ts";
import type { Step } from "../../types/step.ts";
import { known } from "../../types/text.ts";
import { type LoadedContainer, planActions } from "./actions.ts";
import { MadeOf } from "./made-of.ts";

/** The first container that a measure runs or starts, and where. */
interface FirstContainer {
  readonly container: Container;
  /** It has nothing to do: the measure is of a null container itself. */
  readonly isNull: boolean;
  readonly span: Span;
}

/** What each measure does before its first run, to see what the harness takes. */
export class Calibrations {
  readonly #first: ReadonlyMap<Block, FirstContainer>;

  constructor({ blocks, containers }: Model) {
    this.#first = firstContainers(blocks, containers);
  }

  /**
   * Unsaid, the same without anything to do: `true` where it runs commands of the host, and an empty container where it runs or
   * starts one; then what the recipe asks for, if it does.
   */
  steps(measure: Measure, loaded: LoadedContainer): Step[] {
    const { calibration } = measure;
    if (calibration?.length === 0) return [];
    return [
      ...hostCommand(measure),
      ...(calibration === undefined ? this.#nullContainer(measure) : planActions(calibration, loaded)),
    ];
  }

  #nullContainer(measure: Measure): Step[] {
    const first = this.#first.get(measure);
    if (first === undefined || first.isNull) return [];
    const { container, span } = first;
    const { name, image } = container;
    const hidden = mayHidePrograms(container) ? ({ hidden: true } as const) : {};
    return [{ kind: "calibrate.container", container: [name], image, ...hidden, span }];
  }
}

/** Where `null_command` of the runtime looks for a program that does nothing, and where what loads it may be. */
const PROGRAM_FOLDERS = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin"];
const LOADER_FOLDERS = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"];

/** Whether what a container mounts or hides may lie over a program of its image, or over what loads it. */
function mayHidePrograms({ mounts, tmpfs, masked }: Container): boolean {
  const targets = [...[...mounts, ...tmpfs].map(({ target }) => target), ...masked].map(known);
  return targets.some(
    (target) =>
      target === undefined ||
      [...PROGRAM_FOLDERS, ...LOADER_FOLDERS].some((folder) => isWithin(folder, target)) ||
      PROGRAM_FOLDERS.some((folder) => isWithin(target, folder)),
  );
}

function isWithin(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder.replace(/\/+$/, "")}/`);
}

function hostCommand({ body }: Measure): Step[] {
  const command = body.find(({ kind }) => kind === "host" || kind === "host-shell");
  if (command === undefined) return [];
  const { span } = command;
  return [{ kind: "host.run", command: [["true"]], stdin: undefined, timeoutNs: undefined, span }];
}

/** By measure. A system that boots is none: what it costs is not what a command does. */
function firstContainers(
  blocks: readonly Block[],
  containers: readonly Container[],
): Map<Block, FirstContainer> {
  const madeOf = new MadeOf(containers);
  const found = new Map<Block, FirstContainer>();
  const visit = (action: Action, block: Block | undefined): void => {
    if (action.kind === "for") for (const inner of action.body) visit(inner, block);
    if ((action.kind === "run" || action.kind === "start") && block !== undefined && !found.has(block)) {
      const container = madeOf.container(action.container);
      if (container !== undefined && !container.boot) {
        const isNull = action.kind === "run" && /^(\S*\/)?true$/.test(action.command.map(known).join(" "));
        found.set(block, { container, isNull, span: action.span });
      }
    }
    madeOf.add(action);
  };
  for (const block of blocks) {
    for (const action of block.prepare) visit(action, undefined);
    for (const action of block.body) visit(action, block);
    for (const action of block.finally) visit(action, undefined);
  }
  return found;
}
