import type {
  ActionFinished,
  BlockFinished,
  BlockStarted,
  Calibration,
  Event,
  Failed,
  IterationFinished,
  ObservedValue,
  RunFinished,
  RunStarted,
  UndoFailed,
} from "../../types/event.ts";
import type { BlockRecord, ExpectationRecord, RunRecord } from "../../types/run-record.ts";
import { SampleCollector } from "./collect-samples.ts";

interface BlockParts {
  readonly started: BlockStarted;
  finished: BlockFinished | undefined;
  readonly iterations: IterationFinished[];
  lastAction: ActionFinished | undefined;
  readonly expectations: ExpectationRecord[];
}

/** Puts the events of one run in order as they come; {@link RunRecorder.record} is what is known so far. */
export class RunRecorder {
  #started: RunStarted | undefined;
  #finished: RunFinished | undefined;
  #atNs = 0;
  readonly #blocks = new Map<string, BlockParts>();
  readonly #images: { image: string; digest: string }[] = [];
  readonly #imports: RunRecord["imports"][number][] = [];
  readonly #cores: RunRecord["cores"][number][] = [];
  #resumed = 0;
  readonly #skippedCells: { cell: number; reason: string }[] = [];
  readonly #warnings: string[] = [];
  readonly #failures: Failed[] = [];
  readonly #leftovers: UndoFailed[] = [];
  readonly #samples = new SampleCollector();
  readonly #calibrations = new SampleCollector();

  add(event: Event): void {
    this.#atNs = Math.max(this.#atNs, event.atNs);
    switch (event.event) {
      case "run-started":
        this.#started ??= event;
        break;
      case "run-resumed":
        this.#resumed += 1;
        this.#finished = undefined;
        break;
      case "image": {
        const { image, digest } = event;
        // Told again by a run that goes on.
        if (!this.#images.some((one) => one.image === image && one.digest === digest)) {
          this.#images.push({ image, digest });
        }
        break;
      }
      case "image-imported": {
        const { cell, storage, image, container, durationNs } = event;
        this.#imports.push({ cell, storage, image, container, durationNs });
        break;
      }
      case "cell-started":
        break;
      case "cores-chosen": {
        const { cell, cgroup, cores, cpus, memoryNodes } = event;
        // Told again by a run that goes on, which may have had to choose others.
        if (!this.#cores.some((one) => one.cell === cell && one.cgroup === cgroup && one.cpus === cpus)) {
          this.#cores.push({ cell, cgroup, cores, cpus, memoryNodes });
        }
        break;
      }
      case "cell-skipped":
        this.#skippedCells.push({ cell: event.cell, reason: event.reason });
        break;
      case "block-started":
        this.#blocks.set(blockKey(event), {
          started: event,
          finished: undefined,
          iterations: [],
          lastAction: undefined,
          expectations: [],
        });
        break;
      case "action-finished":
        this.#with(event, (block) => {
          block.lastAction = event;
        });
        break;
      case "expectation":
        this.#with(event, (block) => block.expectations.push({ judged: event, after: block.lastAction }));
        break;
      case "observation":
        this.#samples.add(event);
        break;
      case "calibration":
        this.#calibrations.add(calibrating(event));
        break;
      case "iteration-finished":
        this.#samples.add(event);
        this.#with(event, (block) => block.iterations.push(event));
        break;
      case "block-finished":
        this.#with(event, (block) => {
          block.finished = event;
        });
        break;
      case "warning":
        // Told again by a run that goes on.
        if (!this.#warnings.includes(event.message)) this.#warnings.push(event.message);
        break;
      case "failure":
        this.#failures.push(event);
        break;
      case "undo-failed":
        this.#leftovers.push(event);
        break;
      case "run-finished":
        this.#finished = event;
        break;
    }
  }

  /** Undefined as long as no event says that a run began. */
  record(): RunRecord | undefined {
    if (this.#started === undefined) return undefined;
    return {
      started: this.#started,
      durationNs: this.#atNs,
      outcome: this.#finished?.outcome ?? "unfinished",
      exitStatus: this.#finished?.exitStatus,
      images: [...this.#images],
      imports: [...this.#imports],
      cores: [...this.#cores],
      resumed: this.#resumed,
      skippedCells: [...this.#skippedCells],
      blocks: [...this.#blocks.values()].map(blockRecord),
      samples: this.#samples.samples(),
      calibrations: this.#calibrations.samples(),
      warnings: [...this.#warnings],
      failures: [...this.#failures],
      leftovers: [...this.#leftovers],
    };
  }

  /** What is known so far of one check or measure in one cell. */
  block(event: { readonly cell: number; readonly block: string }): BlockRecord | undefined {
    const parts = this.#blocks.get(blockKey(event));
    return parts === undefined ? undefined : blockRecord(parts);
  }

  #with(event: { readonly cell: number; readonly block: string }, change: (block: BlockParts) => void): void {
    const parts = this.#blocks.get(blockKey(event));
    if (parts !== undefined) change(parts);
  }
}

/** An action that has failed did not do nothing. */
function calibrating(event: Calibration): Calibration {
  const { status } = event;
  const missing: ObservedValue = { value: null, missing: `it ended with status ${status}` };
  const values = Object.keys(event.values).map((name) => [name, missing]);
  const failed = status !== null && status !== 0;
  return failed ? { ...event, values: Object.fromEntries(values) } : event;
}

function blockKey(event: { readonly cell: number; readonly block: string }): string {
  return `${event.cell} ${event.block}`;
}

function blockRecord(parts: BlockParts): BlockRecord {
  const { started, finished, iterations, expectations } = parts;
  return {
    started,
    outcome: finished?.outcome ?? "unfinished",
    durationNs: finished === undefined ? undefined : finished.atNs - started.atNs,
    runs: iterations.filter(({ warmup }) => !warmup).length,
    iterations: [...iterations],
    finished,
    expectations: [...expectations],
  };
}
