import { cellsInSequence } from "../../diagnostics/cells-in-sequence.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Design, Measure, Model, Order } from "../../types/model.ts";
import type { StorageDriver } from "../../types/storage.ts";
import { combinations } from "./cells.ts";
import type { PlugIns } from "./plug-ins.ts";
import { resolve } from "./resolve.ts";
import { allStorages, literal } from "./set-up.ts";

/** Disks that are made and mounted for one run at the same time; a kernel has loop devices for more, and others need some too. */
const MOST_DISKS = 64;

/** Whether the cells of a recipe take turns in some measure; `prevented` says why they cannot where one wants them to. */
export interface Turns {
  readonly takesTurns: boolean;
  readonly prevented: string | undefined;
}

export function turnsOf(model: Model, plugIns: PlugIns): Turns {
  const wanted = combinations(model.matrix).length > 1 && measuresOf(model).some(wantsTurns);
  const prevented = wanted ? whatPrevents(model, plugIns) : undefined;
  return { takesTurns: wanted && prevented === undefined, prevented };
}

/** The design of a measure with its order: what the recipe does not say is random where the cells can take turns. */
export function orderedDesign(design: Design, { takesTurns }: Turns): Design {
  const order: Order = takesTurns ? (design.order ?? "random") : "sequential";
  return { ...design, order };
}

/** Measures whose cells cannot take turns: an error where the recipe asks for it, else something to know. */
export function checkTurns(model: Model, plugIns: PlugIns): Diagnostic[] {
  const { prevented } = turnsOf(model, plugIns);
  if (prevented === undefined) return [];
  return measuresOf(model)
    .filter(wantsTurns)
    .map(({ name, span, design }) =>
      cellsInSequence(design.orderSpan ?? span, name, prevented, design.order !== undefined),
    );
}

function measuresOf({ blocks }: Model): Measure[] {
  return blocks.filter((block) => block.kind === "measure");
}

function wantsTurns({ design }: Measure): boolean {
  return design.order !== "sequential";
}

/** Cells that take turns are all set up at the same time. */
function whatPrevents(model: Model, plugIns: PlugIns): string | undefined {
  const cells = combinations(model.matrix);
  const storages = allStorages(model, plugIns.defaultStorageDriver);
  for (const { name, device } of storages) {
    if (device === undefined) continue;
    const devices = cells.map((values) => JSON.stringify(resolve(device, values)));
    if (new Set(devices).size < cells.length) return `they share the device of the storage \`${name}\``;
  }
  const disks = cells.flatMap((values) =>
    storages.filter(
      ({ sizeBytes, driver }) =>
        sizeBytes !== undefined || needsDisk(literal(driver, values), plugIns.storageDrivers),
    ),
  );
  return disks.length > MOST_DISKS
    ? `they need ${disks.length} disks at the same time, and more than ${MOST_DISKS} are too many`
    : undefined;
}

function needsDisk(driver: string, drivers: readonly StorageDriver[]): boolean {
  return drivers.some(({ name, countsWholeStorage }) => name === driver && countsWholeStorage === true);
}
