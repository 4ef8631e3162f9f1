import { engineWithoutDriver, storageWithoutDevice } from "../../diagnostics/engines.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import type { Container, Model, Storage } from "../../types/model.ts";
import type { Span } from "../../types/span.ts";
import type { CellValue } from "../../types/step.ts";
import type { StorageDriver } from "../../types/storage.ts";
import type { LoadedContainer } from "./actions.ts";
import { combinations } from "./cells.ts";
import { allStorages, joined, literal, storageOf, UNSAID_STORAGE } from "./set-up.ts";

/** What a plan may choose from. */
export interface PlugIns {
  readonly engines: readonly Engine[];
  readonly storageDrivers: readonly StorageDriver[];
  /** The engine of a container that names none: what runs an image that was loaded. */
  readonly defaultEngine: string;
  /** The driver of a container with an image that names no storage. */
  readonly defaultStorageDriver: string;
}

/** What the engines and storage drivers cannot give, in any cell; what is wrong in several cells is said once. */
export function checkEngines(model: Model, plugIns: PlugIns): Diagnostic[] {
  const storages = allStorages(model, plugIns.defaultStorageDriver);
  const found = new Map<string, Diagnostic>();
  for (const values of combinations(model.matrix)) {
    for (const storage of storages) {
      const fault = checkDevice(storage, literal(storage.driver, values), plugIns);
      if (fault !== undefined) found.set(JSON.stringify(fault), fault);
    }
    for (const container of model.containers) {
      const engine = engineOf(container, values, plugIns);
      const faults = [
        ...engine.check(container, joined(container, model)),
        ...checkDriver(container, engine, storages, values),
      ];
      for (const fault of faults) found.set(JSON.stringify(fault), fault);
    }
  }
  return [...found.values()];
}

function checkDevice(
  { name, device, span }: Storage,
  driver: string,
  { storageDrivers }: PlugIns,
): Diagnostic | undefined {
  const needs = storageDrivers.some((one) => one.name === driver && one.needsDevice === true);
  return needs && device === undefined ? storageWithoutDevice(span, name, driver) : undefined;
}

function checkDriver(
  container: Container,
  engine: Engine,
  storages: readonly Storage[],
  values: readonly CellValue[],
): Diagnostic[] {
  const storage = storages.find(({ name }) => name === storageOf(container));
  if (storage === undefined) return [];
  const driver = literal(storage.driver, values);
  if (engine.storageDrivers.includes(driver)) return [];
  const span = container.settingSpans.storage ?? container.span;
  return [engineWithoutDriver(span, container.name, engine, driver)];
}

/** @throws Error for an engine that is not in the list; 2-check refuses it */
export function engineOf(container: Container, values: readonly CellValue[], { engines }: PlugIns): Engine {
  const name = literal(container.engine, values);
  const engine = engines.find((one) => one.name === name);
  if (engine === undefined) throw new Error(`there is no engine ${name}`);
  return engine;
}

/** The engine and options of a container of which nothing is said but its image, without that. */
export function loadedContainer({ engines, defaultEngine }: PlugIns): LoadedContainer {
  const engine = engines.find(({ name }) => name === defaultEngine);
  if (engine === undefined) throw new Error(`there is no engine ${defaultEngine}`);
  const options = engine.define(PLAIN, []).filter(({ name }) => name !== "image");
  return { engine: engine.name, options };
}

const NOWHERE: Span = { file: "", start: 0, end: 0, line: 1, column: 1 };

const PLAIN: Container = {
  name: "",
  engine: [],
  image: "",
  storage: UNSAID_STORAGE,
  cgroup: undefined,
  namespaces: [],
  network: undefined,
  mounts: [],
  tmpfs: [],
  environment: [],
  workdir: undefined,
  hostname: undefined,
  user: undefined,
  capabilities: undefined,
  noNewPrivileges: true,
  readOnly: false,
  span: NOWHERE,
  settingSpans: {},
};
