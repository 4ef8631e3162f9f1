import type { ExpectAction } from "../../types/action.ts";
import type { Block, Model } from "../../types/model.ts";
import type { Need } from "../../types/need.ts";
import { type Plan, type PlanBlock, type Step, stepsOf } from "../../types/step.ts";
import { known } from "../../types/text.ts";
import { isOfWholeMeasure, type LoadedContainer, planActions } from "./actions.ts";
import { Calibrations } from "./calibration.ts";
import { combinations } from "./cells.ts";
import { expectStep } from "./expectations.ts";
import { blockInCell, setUpInCell } from "./in-cell.ts";
import { engineOf, loadedContainer, type PlugIns } from "./plug-ins.ts";
import { privilegesOf } from "./privileges.ts";
import { allStorages, planCell, planImages } from "./set-up.ts";
import { Tools } from "./tools.ts";
import { orderedDesign, type Turns, turnsOf } from "./turns.ts";

/**
 * Decides everything that the script does, in order.
 * @param model one in which `checkEngines` finds nothing wrong
 */
export function plan(model: Model, plugIns: PlugIns): Plan {
  const storages = allStorages(model, plugIns.defaultStorageDriver);
  const setUp = planImages(model.images);
  const setUps = combinations(model.matrix).map((values) => ({
    values,
    setUp: planCell(model, storages, values, (container) => engineOf(container, values, plugIns)),
  }));
  const needs = setUps.map((cell) => needsOf(cell.setUp, plugIns));
  const everywhere = (needs[0] ?? []).filter((need) => needs.every((some) => includes(some, need)));
  const turns = turnsOf(model, plugIns);
  const { takesTurns } = turns;
  const cells = setUps.map(({ values, setUp }, at) => ({
    number: at + 1,
    values,
    needs: (needs[at] ?? []).filter((need) => !includes(everywhere, need)),
    setUp: takesTurns ? setUpInCell(setUp, at + 1, model.images) : setUp,
  }));
  const calibrations = new Calibrations(model);
  const blocks = model.blocks.map((block) => {
    const planned = planBlock(block, loadedContainer(plugIns), turns, calibrations);
    return takesTurns ? blockInCell(planned, model.images) : planned;
  });
  const steps = [...setUp, ...cells.flatMap((cell) => cell.setUp), ...blocks.flatMap(stepsOf)];
  const { name, title, sources } = model;
  return {
    recipe: { name, title, sources },
    parameters: model.parameters,
    requirements: model.requirements,
    privileges: privilegesOf(steps, plugIns),
    tools: toolsOf(steps, blocks, everywhere, plugIns),
    needs: everywhere,
    setUp,
    cells,
    takesTurns,
    blocks,
  };
}

function planBlock(
  block: Block,
  loaded: LoadedContainer,
  turns: Turns,
  calibrations: Calibrations,
): PlanBlock {
  const { kind, name, span } = block;
  const isLast = (action: Block["body"][number]): action is ExpectAction =>
    action.kind === "expect" && isOfWholeMeasure(action.expectation);
  return {
    kind,
    name,
    span,
    design: kind === "measure" ? orderedDesign(block.design, turns) : undefined,
    timeoutNs: block.timeoutNs,
    probes: kind === "measure" ? block.probes : [],
    calibration: kind === "measure" ? calibrations.steps(block, loaded) : [],
    prepare: planActions(block.prepare, loaded),
    body: planActions(
      block.body.filter((action) => !isLast(action)),
      loaded,
    ),
    finally: planActions(block.finally, loaded),
    after: block.body.filter(isLast).map(expectStep),
  };
}

type LoadStep = Extract<Step, { kind: "image.load" | "image.import" }>;

function isLoad(step: Step): step is LoadStep {
  return step.kind === "image.load" || step.kind === "image.import";
}

function needsOf(steps: readonly Step[], plugIns: PlugIns): Need[] {
  const drivers = new Map(
    steps.flatMap((step) => (step.kind === "storage.create" ? [[step.name, step.driver] as const] : [])),
  );
  const all = steps.flatMap((step): Need[] => {
    if (step.kind === "storage.create") return [{ kind: "driver", name: step.driver }];
    if (step.kind !== "container.define") return [];
    const engine = plugIns.engines.find(({ name }) => name === step.engine);
    const storage = known(step.options.find(({ name }) => name === "storage")?.values[0] ?? []) ?? "";
    const place = storage === "" ? engine?.keepsImages : drivers.get(storage);
    const both =
      place !== undefined && engine?.hostMayLack?.includes(place) ? [`${step.engine} on ${place}`] : [];
    return [step.engine, ...both].map((name) => ({ kind: "engine", name }));
  });
  return [...all.filter((need, at) => !includes(all.slice(0, at), need)), ...coresNeeded(steps)];
}

/** Each cgroup has cores of its own. How many a parameter asks for is known when the script runs. */
function coresNeeded(steps: readonly Step[]): Need[] {
  const counts = steps.map((step) => (step.kind === "cgroup.pin" ? Number(known(step.cores) ?? 0) : 0));
  const sum = counts.reduce((all, count) => all + count, 0);
  return sum === 0 ? [] : [{ kind: "cores", name: `${sum}` }];
}

function includes(needs: readonly Need[], { kind, name }: Need): boolean {
  return needs.some((each) => each.kind === kind && each.name === name);
}

/** @param needs those of every cell; a host without the tools of another can run the cells without it */
function toolsOf(
  steps: readonly Step[],
  blocks: readonly PlanBlock[],
  needs: readonly Need[],
  plugIns: PlugIns,
): Plan["tools"] {
  const tools = new Tools();
  tools.addSteps(steps);
  if (blocks.some(({ kind }) => kind === "measure")) tools.addMeasure();
  if (blocks.some((block) => block.kind === "measure" && block.probes.includes("disk"))) tools.addDiskProbe();
  const loads = steps.filter(isLoad).map(({ engine }): Need => ({ kind: "engine", name: engine }));
  for (const { name, tools: own } of plugIns.engines) {
    if (includes([...needs, ...loads], { kind: "engine", name })) tools.addTools(own);
  }
  for (const { name, tools: own } of plugIns.storageDrivers) {
    if (includes(needs, { kind: "driver", name })) tools.addTools(own);
  }
  return tools.list();
}
