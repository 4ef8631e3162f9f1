import { engineWithoutDriver, settingIgnored, storageWithoutDevice } from "../../diagnostics/engines.ts";
import type { Container, Storage } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import type { Model } from "../../types/model.ts";
import type { Span } from "../../types/span.ts";
import type { CellValue } from "../../types/step.ts";
import type { StorageDriver } from "../../types/storage.ts";
import { checkActions, checkSettings } from "./abilities.ts";
import type { LoadedContainer } from "./actions.ts";
import { combinations } from "./cells.ts";
import { containerOptions } from "./container-options.ts";
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
  const cells = combinations(model.matrix);
  for (const values of cells) {
    for (const storage of storages) {
      for (const fault of checkStorage(storage, literal(storage.driver, values), plugIns))
        found.set(JSON.stringify(fault), fault);
    }
    for (const container of model.containers) {
      const engine = engineOf(container, values, plugIns);
      const faults = [
        ...checkSettings(container, engine, joined(container, model)),
        ...engine.check(container, joined(container, model)),
        ...checkDriver(container, engine, storages, values),
      ];
      for (const fault of faults) found.set(JSON.stringify(fault), fault);
    }
    for (const fault of checkActions(model, (container) => engineOf(container, values, plugIns)))
      found.set(JSON.stringify(fault), fault);
  }
  const ignored = storages.flatMap((storage) => checkIgnored(storage, cells, plugIns));
  return [...found.values(), ...ignored];
}

function checkStorage(storage: Storage, name: string, { storageDrivers }: PlugIns): Diagnostic[] {
  const driver = storageDrivers.find((one) => one.name === name);
  if (driver === undefined) return [];
  const { device, span } = storage;
  return driver.needsDevice === true && device === undefined
    ? [storageWithoutDevice(span, storage.name, name)]
    : [];
}

/** What a storage says in vain: to none of the drivers that it has in the cells does it mean anything. */
function checkIgnored(
  storage: Storage,
  cells: readonly (readonly CellValue[])[],
  { storageDrivers }: PlugIns,
): Diagnostic[] {
  const names = new Set(cells.map((values) => literal(storage.driver, values)));
  const drivers = storageDrivers.filter(({ name }) => names.has(name));
  const ignored = drivers.map((driver) => driver.ignored(storage));
  const settings = (ignored[0] ?? []).filter(({ setting }) =>
    ignored.every((some) => some.some((each) => each.setting === setting)),
  );
  return settings.map(({ setting, why }) =>
    settingIgnored(storage.settingSpans[setting] ?? storage.span, setting, [...names], why),
  );
}

function checkDriver(
  container: Container,
  engine: Engine,
  storages: readonly Storage[],
  values: readonly CellValue[],
): Diagnostic[] {
  const storage = storages.find(({ name }) => name === storageOf(container, engine));
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

/** The engine and options of a container of which nothing is said but its image and storage, without the image. */
export function loadedContainer({ engines, defaultEngine }: PlugIns): LoadedContainer {
  const engine = engines.find(({ name }) => name === defaultEngine);
  if (engine === undefined) throw new Error(`there is no engine ${defaultEngine}`);
  return {
    engine: engine.name,
    options: (storage = UNSAID_STORAGE) =>
      containerOptions({ ...PLAIN, storage }).filter(({ name }) => name !== "image"),
  };
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
  masked: [],
  boot: false,
  environment: [],
  workdir: undefined,
  hostname: undefined,
  user: undefined,
  capabilities: undefined,
  noNewPrivileges: true,
  seccomp: undefined,
  apparmor: undefined,
  readOnly: false,
  span: NOWHERE,
  settingSpans: {},
};
