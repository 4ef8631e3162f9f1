import type { Block, ExpectAction, Model, Requirement } from "../../types/model.ts";
import type { Plan, PlanBlock, Step } from "../../types/step.ts";
import { isOfWholeMeasure, planActions } from "./actions.ts";
import { combinations } from "./cells.ts";
import { expectStep } from "./expectations.ts";
import { engineOf, type PlugIns } from "./plug-ins.ts";
import { allStorages, planCell, planImages } from "./set-up.ts";
import { Tools } from "./tools.ts";

/**
 * Decides everything that the script does, in order.
 * @param model one in which `checkEngines` finds nothing wrong
 */
export function plan(model: Model, plugIns: PlugIns): Plan {
  const storages = allStorages(model, plugIns.defaultStorageDriver);
  const setUp = planImages(model.images);
  const cells = combinations(model.matrix).map((values, at) => ({
    number: at + 1,
    values,
    setUp: planCell(model, storages, values, (container) => engineOf(container, values, plugIns)),
  }));
  const blocks = model.blocks.map(planBlock);
  const steps = [...setUp, ...cells.flatMap((cell) => cell.setUp), ...blocks.flatMap(stepsOf)];
  const { name, title, sources } = model;
  return {
    recipe: { name, title, sources },
    parameters: model.parameters,
    requirements: requirementsOf(model, steps, plugIns),
    tools: toolsOf(steps, blocks, plugIns),
    setUp,
    cells,
    blocks,
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
