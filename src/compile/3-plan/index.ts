import { engineWithoutDriver } from "../../diagnostics/engines.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import type { Block, Container, ExpectAction, Model, Requirement, Storage } from "../../types/model.ts";
import type { CellValue, Plan, PlanBlock, Step } from "../../types/step.ts";
import type { StorageDriver } from "../../types/storage.ts";
import { isOfWholeMeasure, planActions } from "./actions.ts";
import { combinations } from "./cells.ts";
import { expectStep } from "./expectations.ts";
import { allStorages, joined, literal, planCell, planImages, storageOf } from "./set-up.ts";
import { Tools } from "./tools.ts";

/** What a plan may choose from. */
export interface PlugIns {
  readonly engines: readonly Engine[];
  readonly storageDrivers: readonly StorageDriver[];
  /** The driver of a container with an image that names no storage. */
  readonly defaultStorageDriver: string;
}

/**
 * Decides everything that the script does, in order.
 * @returns the plan, unless an engine cannot give what a container asks; each thing that it cannot give once
 */
export function plan(
  model: Model,
  plugIns: PlugIns,
): { plan: Plan | undefined; diagnostics: readonly Diagnostic[] } {
  const storages = allStorages(model, plugIns.defaultStorageDriver);
  const cells = combinations(model.matrix);
  const diagnostics = checkEngines(model, storages, cells, plugIns);
  if (diagnostics.some(({ severity }) => severity === "error")) return { plan: undefined, diagnostics };
  const setUp = planImages(model.images);
  const plannedCells = cells.map((values, at) => ({
    number: at + 1,
    values,
    setUp: planCell(model, storages, values, (container) => engineOf(container, values, plugIns)),
  }));
  const blocks = model.blocks.map(planBlock);
  const steps = [...setUp, ...plannedCells.flatMap((cell) => cell.setUp), ...blocks.flatMap(stepsOf)];
  const { name, title, sources } = model;
  return {
    plan: {
      recipe: { name, title, sources },
      parameters: model.parameters,
      requirements: requirementsOf(model, steps, plugIns),
      tools: toolsOf(steps, blocks, plugIns),
      setUp,
      cells: plannedCells,
      blocks,
    },
    diagnostics,
  };
}

function planBlock(block: Block): PlanBlock {
  const { kind, name, span } = block;
  const isLast = (action: Block["body"][number]): action is ExpectAction =>
    action.kind === "expect" && isOfWholeMeasure(action.expectation);
  return {
    kind,
    name,
    span,
    design: kind === "measure" ? block.design : undefined,
    probes: kind === "measure" ? block.probes : [],
    prepare: planActions(block.prepare),
    body: planActions(block.body.filter((action) => !isLast(action))),
    finally: planActions(block.finally),
    after: block.body.filter(isLast).map(expectStep),
  };
}

function stepsOf({ prepare, body, finally: ending, after }: PlanBlock): Step[] {
  return [...prepare, ...body, ...ending, ...after];
}

/** @throws Error for an engine that is not in the list; 2-check refuses it */
function engineOf(container: Container, values: readonly CellValue[], { engines }: PlugIns): Engine {
  const name = literal(container.engine, values);
  const engine = engines.find((one) => one.name === name);
  if (engine === undefined) throw new Error(`there is no engine ${name}`);
  return engine;
}

/** What the engines cannot give, in any cell; what is wrong in several cells is said once. */
function checkEngines(
  model: Model,
  storages: readonly Storage[],
  cells: readonly (readonly CellValue[])[],
  plugIns: PlugIns,
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const values of cells) {
    for (const container of model.containers) {
      const engine = engineOf(container, values, plugIns);
      const storage = storages.find(({ name }) => name === storageOf(container));
      const driver = storage === undefined ? undefined : literal(storage.driver, values);
      const diagnostics = [...engine.check(container, joined(container, model))];
      if (driver !== undefined && !engine.storageDrivers.includes(driver)) {
        const span = container.settingSpans.storage ?? container.span;
        diagnostics.push(engineWithoutDriver(span, container.name, engine, driver));
      }
      for (const one of diagnostics) found.set(JSON.stringify(one), one);
    }
  }
  return [...found.values()];
}

/** The recipe's own, and root where a step needs it that did not say so. */
function requirementsOf(
  { requirements }: Model,
  steps: readonly Step[],
  { engines }: PlugIns,
): Requirement[] {
  const needsRoot = (step: Step): boolean =>
    step.kind === "host.drop-caches" ||
    (step.kind === "container.define" &&
      engines.some(({ name, needsRoot }) => needsRoot && name === step.engine)) ||
    (step.kind === "loop" && step.body.some(needsRoot));
  const first = steps.find(needsRoot);
  if (first === undefined || requirements.some(({ kind }) => kind === "root")) return [...requirements];
  return [...requirements, { kind: "root", span: first.span }];
}

function toolsOf(steps: readonly Step[], blocks: readonly PlanBlock[], plugIns: PlugIns): Plan["tools"] {
  const tools = new Tools();
  tools.addSteps(steps);
  if (blocks.some(({ kind }) => kind === "measure")) tools.addMeasure();
  for (const step of steps) {
    if (step.kind === "container.define") {
      tools.addTools(plugIns.engines.find(({ name }) => name === step.engine)?.tools ?? []);
    }
    if (step.kind === "storage.create") {
      tools.addTools(plugIns.storageDrivers.find(({ name }) => name === step.driver)?.tools ?? []);
    }
  }
  return tools.list();
}
