import type { Action, ExpectAction, Expectation } from "../../types/action.ts";
import type { ContainerOption, Step } from "../../types/step.ts";
import type { Text } from "../../types/text.ts";
import { expectStep } from "./expectations.ts";

type ActionOf<Kind extends Action["kind"]> = Action extends infer Member
  ? Member extends { kind: infer Kinds }
    ? Kind extends Kinds
      ? Member
      : never
    : never
  : never;

/** What runs an image that was loaded: a container of which nothing is said but the image and the storage. */
export interface LoadedContainer {
  readonly engine: string;
  readonly options: (storage: string | undefined) => readonly ContainerOption[];
}

type ActionSteps = {
  readonly [Kind in Action["kind"]]: (action: ActionOf<Kind>, loaded: LoadedContainer) => Step;
};

/** What an action does, and what takes it down again. */
const ACTION_STEPS: ActionSteps = {
  run: ({ kind: _, keepAs, ...rest }) => ({
    ...rest,
    kind: "container.run",
    keepAs,
    // What is kept is there for all that follows in the cell.
    ...(keepAs === undefined ? {} : { undo: { kind: "container.discard", name: keepAs, scope: "cell" } }),
  }),
  start: ({ kind: _, timeoutNs, ...rest }) => ({
    ...rest,
    kind: "container.start",
    // One that boots knows better what it waits for.
    ...(rest.command.length === 0 ? { timeoutNs } : { timeoutNs: undefined, alarmNs: timeoutNs }),
    undo: { kind: "container.discard", name: rest.as, scope: "block" },
  }),
  exec: (action) => ({ ...action, kind: "container.exec" }),
  stop: (action) => ({ ...alarmed(action), kind: "container.stop" }),
  pause: (action) => ({ ...alarmed(action), kind: "container.pause" }),
  resume: (action) => ({ ...alarmed(action), kind: "container.resume" }),
  limit: ({ instance, limit: { file, value }, timeoutNs: alarmNs, span }) => ({
    kind: "container.limit",
    instance,
    file,
    value,
    alarmNs,
    span,
  }),
  remove: (action) => ({ ...alarmed(action), kind: "container.remove" }),
  commit: (action) => ({ ...alarmed(action), kind: "container.commit" }),
  rollback: (action) => ({ ...alarmed(action), kind: "container.rollback" }),
  host: (action) => ({ ...action, kind: "host.run" }),
  "host-shell": (action) => ({ ...action, kind: "host.shell" }),
  sleep: (action) => ({ ...action, kind: "host.sleep" }),
  sync: ({ timeoutNs: alarmNs, span }) => ({ kind: "host.sync", alarmNs, span }),
  "drop-caches": ({ timeoutNs: alarmNs, span }) => ({ kind: "host.drop-caches", alarmNs, span }),
  "wait-ready": (action) => ({ ...action, kind: "wait.ready" }),
  "wait-port": (action) => ({ ...action, kind: "wait.port" }),
  save: (action) => ({ ...alarmed(action), kind: "image.save" }),
  export: (action) => ({ ...alarmed(action), kind: "container.export" }),
  load: (action, loaded) => ({ kind: "image.load", ...loadParts(action, loaded) }),
  import: (action, loaded) => ({ kind: "image.import", ...loadParts(action, loaded) }),
  diff: (action) => ({ ...alarmed(action), kind: "container.diff" }),
  for: ({ variable, from, to, body, span }, loaded) => ({
    kind: "loop",
    variable,
    from,
    to,
    body: planActions(body, loaded),
    span,
  }),
  expect: expectStep,
};

function loadParts(
  { path, image, storage, timeoutNs: alarmNs, span }: ActionOf<"load">,
  { engine, options }: LoadedContainer,
) {
  return { path, image, engine, options: options(storage), alarmNs, span };
}

/** The same with its time limit where the script sees to that. */
function alarmed<T extends { readonly timeoutNs: Text | undefined }>({ timeoutNs, ...rest }: T) {
  return { ...rest, alarmNs: timeoutNs };
}

/** The steps of a list of actions, with the expectations that go without saying. */
export function planActions(actions: readonly Action[], loaded: LoadedContainer): Step[] {
  return actions.flatMap((action, at) => {
    // The table has an entry of the right type for every kind, which TypeScript cannot follow through the index.
    const plan = ACTION_STEPS[action.kind] as (action: Action, loaded: LoadedContainer) => Step;
    const step = plan(action, loaded);
    return isTrusted(action) && !isJudged(action, actions.slice(at + 1)) ? [step, success(action)] : [step];
  });
}

/** Actions with an exit status, which is to be 0 unless the recipe says something about it. */
function isTrusted({ kind }: Action): boolean {
  return kind === "run" || kind === "exec" || kind === "host" || kind === "host-shell";
}

/** Whether the expectations directly after an action say how it shall have ended. */
function isJudged(action: Action, after: readonly Action[]): boolean {
  const end = after.findIndex(({ kind }) => kind !== "expect");
  const expectations = after.slice(0, end < 0 ? after.length : end);
  return expectations.some((one) => one.kind === "expect" && isAbout(one, action));
}

function isAbout({ subject, expectation }: ExpectAction, action: Action): boolean {
  if (isOfWholeMeasure(expectation)) return false;
  if (subject === undefined) return true;
  const kept = action.kind === "run" ? action.keepAs : undefined;
  return kept !== undefined && JSON.stringify(kept) === JSON.stringify(subject);
}

/** `expect median …` is judged when all the runs are over. */
export function isOfWholeMeasure({ kind }: Expectation): boolean {
  return kind === "median-time";
}

function success({ span }: Action): Step {
  return {
    kind: "expect.exit",
    subject: undefined,
    written: "expect exit 0",
    not: false,
    status: ["0"],
    span,
  };
}
