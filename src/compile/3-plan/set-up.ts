import type { Action } from "../../types/action.ts";
import type { Cgroup, Container, Image, Namespace, Storage } from "../../types/declared.ts";
import type { Engine } from "../../types/engine.ts";
import { actionsOf, type Model } from "../../types/model.ts";
import type { CellValue, Step } from "../../types/step.ts";
import { known, type Text } from "../../types/text.ts";
import { containerOptions } from "./container-options.ts";
import { resolve } from "./resolve.ts";

/** Images are made once, before the first cell, each after those that it begins with. */
export function planImages(images: readonly Image[]): Step[] {
  const byName = new Map(images.map((image) => [image.name, image]));
  const ordered = new Set<Image>();
  const add = (image: Image): void => {
    if (ordered.has(image)) return;
    for (const source of image.sources) {
      const base = source.kind === "image" ? byName.get(source.image) : undefined;
      if (base !== undefined) add(base);
    }
    ordered.add(image);
  };
  images.forEach(add);
  return [...ordered].map(({ name, sources, timeoutNs: alarmNs, span }) => ({
    kind: "image.make",
    name,
    sources,
    alarmNs,
    span,
  }));
}

/** What a cell needs before its first check or measure: storage, cgroups, namespaces, containers, in this order. */
export function planCell(
  model: Model,
  storages: readonly Storage[],
  values: readonly CellValue[],
  engineOf: (container: Container) => Engine,
): Step[] {
  return [
    ...storages.map((storage) => planStorage(storage, values)),
    ...planReserves(model),
    ...model.cgroups.flatMap((cgroup) => planCgroup(cgroup, values)),
    ...model.namespaces.map(planNamespace),
    ...model.containers.map((container) => planContainer(container, values, engineOf(container))),
  ];
}

/** The storage of containers that name none. A recipe may declare it itself. */
export const UNSAID_STORAGE = "default";

/**
 * The recipe's storages, and the one of containers with an image that name none.
 * @param driver what that one uses
 */
export function allStorages(model: Model, driver: string): readonly Storage[] {
  const first =
    model.containers.find(({ image, storage }) => image !== undefined && storage === undefined) ??
    model.blocks.flatMap(actionsOf).find(loads);
  if (first === undefined || model.storages.some(({ name }) => name === UNSAID_STORAGE))
    return model.storages;
  const unsaid = { sizeBytes: undefined, device: undefined, filesystem: undefined, settingSpans: {} };
  return [...model.storages, { name: UNSAID_STORAGE, driver: [driver], ...unsaid, span: first.span }];
}

/** Whether an action makes an image of a file, which any action may then run, and names no storage for it. */
function loads(action: Action): boolean {
  if (action.kind === "for") return action.body.some(loads);
  return (action.kind === "load" || action.kind === "import") && action.storage === undefined;
}

/** The storage that a container keeps its files in; undefined where those are the host's business. */
export function storageOf({ image, storage }: Container, engine: Engine): string | undefined {
  if (image === undefined) return undefined;
  return storage ?? (engine.keepsImages === "host" ? undefined : UNSAID_STORAGE);
}

function planStorage(storage: Storage, values: readonly CellValue[]): Step {
  const { name, driver, sizeBytes, device, filesystem, timeoutNs, span } = storage;
  const inCell = (text: Text | undefined) => (text === undefined ? undefined : resolve(text, values));
  return {
    kind: "storage.create",
    name,
    driver: literal(driver, values),
    sizeBytes: inCell(sizeBytes),
    device: inCell(device),
    filesystem: inCell(filesystem),
    alarmNs: inCell(timeoutNs),
    span,
    undo: { kind: "storage.remove", name: [name], scope: "cell" },
  };
}

function planCgroup({ name, limits, cores, span }: Cgroup, values: readonly CellValue[]): Step[] {
  const undo = { kind: "cgroup.remove", name: [name], scope: "cell" } as const;
  const saysSwap = limits.some(({ file }) => file === "memory.swap.max");
  const writes = limits.flatMap(({ file, value, span }): Step[] => {
    const write = (file: string, value: Text): Step => ({ kind: "cgroup.write", name, file, value, span });
    const written = write(file, resolve(value, values));
    // A limit of memory that lets everything go to swap would limit nothing.
    return file === "memory.max" && !saysSwap ? [written, write("memory.swap.max", ["0"])] : [written];
  });
  // Before the limits, of which one may be other memory nodes.
  const pin: Step[] =
    cores === undefined
      ? []
      : [{ kind: "cgroup.pin", name, cores: resolve(cores.count, values), span: cores.span }];
  return [{ kind: "cgroup.create", name, span, undo }, ...pin, ...writes];
}

/** The controllers of limits that are set while containers run: those are in their cgroups from the beginning. */
function planReserves({ blocks }: Model): Step[] {
  const reserves = new Map<string, Step>();
  const visit = (action: Action): void => {
    if (action.kind === "for") action.body.forEach(visit);
    if (action.kind !== "limit") return;
    const { file } = action.limit;
    const [controller = file] = file.split(".");
    if (!reserves.has(controller))
      reserves.set(controller, { kind: "cgroup.reserve", file, span: action.span });
  };
  blocks.flatMap(actionsOf).forEach(visit);
  return [...reserves.values()];
}

function planNamespace({ name, kinds, network, idMaps, span }: Namespace): Step {
  const undo = { kind: "namespace.remove", name: [name], scope: "cell" } as const;
  return { kind: "namespace.create", name, kinds, network: network?.kind, idMaps, span, undo };
}

function planContainer(container: Container, values: readonly CellValue[], engine: Engine): Step {
  const storage = storageOf(container, engine) ?? "";
  const options = containerOptions(container.image === undefined ? container : { ...container, storage }).map(
    (option) => ({ ...option, values: option.values.map((value) => resolve(value, values)) }),
  );
  const { name, timeoutNs, span } = container;
  const alarmNs = timeoutNs === undefined ? undefined : resolve(timeoutNs, values);
  return { kind: "container.define", name, engine: engine.name, options, alarmNs, span };
}

/** The named namespaces that a container joins. */
export function joined(container: Container, model: Model): Namespace[] {
  return model.namespaces.filter(({ name }) => container.namespaces.includes(name));
}

/**
 * A text that only the matrix can vary, in one cell.
 * @throws Error for any other reference; 2-check refuses it
 */
export function literal(text: Text, values: readonly CellValue[]): string {
  const value = known(resolve(text, values));
  if (value === undefined)
    throw new Error("a value that chooses a plug-in is not known before the script runs");
  return value;
}
