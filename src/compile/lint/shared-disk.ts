import { sharedDiskProbe } from "../../diagnostics/lints.ts";
import type { Action } from "../../types/action.ts";
import type { Container } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Measure, Model } from "../../types/model.ts";
import type { Span } from "../../types/span.ts";
import type { StorageDriver } from "../../types/storage.ts";
import { known, type Text } from "../../types/text.ts";
import { writtenValues } from "./written-values.ts";

/** A container that was started and still runs. */
interface Running {
  readonly storage: string;
  readonly span: Span;
}

/**
 * Measures that probe the disk while another container runs on the same storage, with a driver that counts all of it:
 * what that one writes is counted too.
 */
export function lintSharedDisk(model: Model, drivers: readonly StorageDriver[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const block of model.blocks) {
    if (block.kind !== "measure" || !block.probes.includes("disk")) continue;
    const fault = lintMeasure(block, model, drivers);
    if (fault !== undefined) found.push(fault);
  }
  return found;
}

/** The first that a measure shows. */
function lintMeasure(
  measure: Measure,
  model: Model,
  drivers: readonly StorageDriver[],
): Diagnostic | undefined {
  const running = new Map<string, Running>();
  const storageOf = (text: Text): string | undefined => containerOf(text, model)?.storage;
  const look = (actions: readonly Action[], isMeasured: boolean): Diagnostic | undefined => {
    for (const action of actions) {
      if (action.kind === "for") {
        const fault = look(action.body, isMeasured);
        if (fault !== undefined) return fault;
      }
      const used = action.kind === "run" || action.kind === "start" ? storageOf(action.container) : undefined;
      const other = [...running.values()].find(({ storage }) => storage === used);
      if (isMeasured && used !== undefined && other !== undefined) {
        const driver = countingDriver(used, model, drivers);
        if (driver !== undefined) {
          return sharedDiskProbe(action.span, { storage: used, driver, other: other.span });
        }
      }
      if (action.kind === "start" && used !== undefined) {
        running.set(keyOf(action.as), { storage: used, span: action.span });
      }
      if (action.kind === "stop" || action.kind === "pause" || action.kind === "remove") {
        running.delete(keyOf(action.instance));
      }
    }
    return undefined;
  };
  return look(measure.prepare, false) ?? look(measure.body, true);
}

function containerOf(text: Text, { containers }: Model): Container | undefined {
  const name = known(text);
  return containers.find((container) => container.name === name);
}

/** A driver that the storage may have and that counts all of it. */
function countingDriver(name: string, model: Model, drivers: readonly StorageDriver[]): string | undefined {
  const storage = model.storages.find((each) => each.name === name);
  if (storage === undefined) return undefined;
  const { driver: text, span } = storage;
  const names = writtenValues({ text, span }, model).map(({ value }) => value);
  return drivers.find((driver) => driver.countsWholeStorage === true && names.includes(driver.name))?.name;
}

/** Two names are the same when they are written the same. */
function keyOf(text: Text): string {
  return JSON.stringify(text);
}
