import type { Event } from "../../types/event.ts";

type Test = (value: unknown) => boolean;

const isString: Test = (value) => typeof value === "string";
const isNumber: Test = (value) => typeof value === "number" && Number.isFinite(value);
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isBoolean: Test = (value) => typeof value === "boolean";
const isObject: Test = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const oneOf =
  (...words: readonly string[]): Test =>
  (value) =>
    words.includes(value as string);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const recordOf =
  (test: Test): Test =>
  (value) =>
    isObject(value) && Object.values(value as object).every(test);
const shape =
  (fields: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && faultyField(value as Record<string, unknown>, fields) === undefined;

const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const isKind = oneOf("check", "measure");
const isOutcome = oneOf("passed", "failed", "interrupted", "error");
const isMeasured = shape({ value: isNumber, source: isString, unit: optional(isString) });
const isMissing = shape({ value: (value) => value === null, missing: isString });
const areValues = recordOf((value) => isMeasured(value) || isMissing(value));

const observation = {
  cell: isCount,
  block: isString,
  iteration: isCount,
  warmup: isBoolean,
  action: isCount,
  keyword: isString,
  line: isCount,
  status: orNull(isCount),
  values: areValues,
};

/** Fields of each event and what they must be. Others are allowed: a newer script may say more. */
const FIELDS: { readonly [Name in Event["event"]]: Readonly<Record<string, Test>> } = {
  "run-started": {
    format: (value) => value === 1,
    runId: isString,
    recipe: isString,
    title: isString,
    recipeDigest: isString,
    out: isString,
    startedAt: isString,
    cells: listOf(shape({ cell: isCount, values: recordOf(isString) })),
    blocks: listOf(shape({ kind: isKind, block: isString })),
  },
  "run-resumed": { runId: isString, startedAt: isString },
  image: { image: isString, digest: isString, cached: isBoolean },
  "image-imported": {
    cell: isCount,
    storage: isString,
    image: isString,
    container: isString,
    durationNs: isCount,
  },
  "cell-started": { cell: isCount },
  "cores-chosen": { cell: isCount, cgroup: isString, cores: isCount, cpus: isString, memoryNodes: isString },
  "cell-skipped": { cell: isCount, reason: isString },
  "block-started": {
    cell: isCount,
    block: isString,
    kind: isKind,
    line: isCount,
    repeat: orNull(isCount),
    warmup: isCount,
    forNs: orNull(isCount),
    until: optional(shape({ percent: isNumber, max: isCount, of: optional(isString) })),
    order: optional(oneOf("sequential", "interleaved", "random")),
    seed: optional(isCount),
  },
  "action-finished": {
    cell: isCount,
    block: isString,
    action: isCount,
    keyword: isString,
    line: isCount,
    durationNs: isCount,
    status: orNull(isCount),
    stdout: orNull(isString),
    stderr: orNull(isString),
  },
  expectation: {
    cell: isCount,
    block: isString,
    line: isCount,
    written: isString,
    held: isBoolean,
    expected: isString,
    seen: isString,
  },
  observation,
  calibration: { ...observation, written: optional(isString) },
  "iteration-finished": {
    cell: isCount,
    block: isString,
    iteration: isCount,
    warmup: isBoolean,
    durationNs: isCount,
    elapsedNs: isCount,
    noise: areValues,
    excluded: orNull(isString),
    untilValue: optional(orNull(isNumber)),
  },
  "block-finished": {
    cell: isCount,
    block: isString,
    kind: isKind,
    outcome: isOutcome,
    stopped: optional(oneOf("repeat", "time", "narrow", "decided", "budget")),
    undecidedWith: optional(listOf(isCount)),
  },
  warning: { message: isString },
  failure: { place: orNull(isString), command: isString, status: isCount, message: isString },
  "undo-failed": { what: isString, command: isString },
  "run-finished": {
    outcome: oneOf("passed", "failed", "interrupted", "error", "host-lacks"),
    exitStatus: isCount,
  },
};

function faultyField(
  value: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Test>>,
): string | undefined {
  return Object.keys(fields).find((name) => fields[name]?.(value[name]) === false);
}

/**
 * One line of the event stream.
 * @param line without its newline
 * @returns the event, or in words why the line is none
 */
export function readEvent(line: string): { readonly event: Event } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { fault: "it is not JSON" };
  }
  if (!isObject(value)) return { fault: "it is not a JSON object" };
  const object = value as Record<string, unknown>;
  const name = object.event;
  if (typeof name !== "string") return { fault: "it has no field `event`" };
  if (!Object.hasOwn(FIELDS, name)) return { fault: `there is no event \`${name}\`` };
  const fault = faultyField(object, { atNs: isCount, ...FIELDS[name as Event["event"]] });
  if (fault !== undefined)
    return { fault: `\`${fault}\` of \`${name}\` is missing or is not what it must be` };
  return { event: object as unknown as Event };
}
