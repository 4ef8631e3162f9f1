import type { Metric } from "../../types/action.ts";
import type { Step } from "../../types/step.ts";
import type { Text } from "../../types/text.ts";
import { underscored } from "./names.ts";
import type { Call, Words } from "./words.ts";

/** Steps that are one call of a runtime function: all but loops, which hold others, and images, which are several. */
export type CallStep = Exclude<Step, { kind: "loop" | "image.make" }>;

type StepOf<Kind extends CallStep["kind"]> = CallStep extends infer Member
  ? Member extends { kind: infer Kinds }
    ? Kind extends Kinds
      ? Member
      : never
    : never
  : never;

type Groups = readonly (readonly string[])[];

type StepGroups = { readonly [Kind in CallStep["kind"]]: (step: StepOf<Kind>, words: Words) => Groups };

/** What each step hands to its runtime function, in groups of words that stay together. */
const STEP_GROUPS: StepGroups = {
  "cgroup.create": ({ name }, words) => [[words.word(name)]],
  "cgroup.reserve": ({ file }, words) => [[words.word(file)]],
  "cgroup.write": ({ name, file, value }, words) => [words.words([name, file, value])],
  "cgroup.pin": ({ name, cores }, words) => [words.words([name, cores])],
  "namespace.create": (step, words) => [words.words([step.name, ...namespaceKinds(step)])],
  "storage.create": ({ name, driver, sizeBytes, device, filesystem }, words) => [
    words.words([name, driver]),
    option(words, "size", sizeBytes),
    option(words, "device", device),
    option(words, "filesystem", filesystem),
  ],
  "container.define": ({ name, engine, options }, words) => [
    words.words([name, engine]),
    ...options.map((option) => [`--${option.name}`, ...words.words(option.values)]),
  ],
  "container.run": (step, words) => [
    [words.word(step.container)],
    option(words, "keep", step.keepAs),
    ...inputs(step, words),
    argv(words, step.command),
  ],
  "container.start": (step, words) => [
    words.words([step.container, step.as]),
    ...inputs(step, words),
    step.command.length === 0 ? [] : argv(words, step.command),
  ],
  "container.exec": (step, words) => [
    [words.word(step.instance)],
    ...inputs(step, words),
    argv(words, step.command),
  ],
  "container.limit": ({ instance, file, value }, words) => [words.words([instance, file, value])],
  "container.stop": ({ instance }, words) => [[words.word(instance)]],
  "container.pause": ({ instance }, words) => [[words.word(instance)]],
  "container.resume": ({ instance }, words) => [[words.word(instance)]],
  "container.remove": ({ instance }, words) => [[words.word(instance)]],
  "container.commit": ({ instance, image }, words) => [words.words([instance, image])],
  "container.export": ({ instance, to }, words) => [words.words([instance, to])],
  "container.diff": ({ instance, image }, words) => [words.words([instance, image])],
  "image.save": ({ image, to, format }, words) => [[...words.words([image, to]), format]],
  "image.load": (step, words) => loaded(step, words),
  "image.import": (step, words) => loaded(step, words),
  "container.rollback": ({ instance, image }, words) => [words.words([instance, image])],
  "host.run": (step, words) => [...inputs(step, words), argv(words, step.command)],
  "host.shell": (step, words) => [
    ...inputs(step, words),
    ...step.variables.map((value) => ["--variable", underscored(value.name), words.word([value])]),
    ["--", words.word(step.text)],
  ],
  "calibrate.container": ({ container, image, hidden }, words) => [
    [
      words.word(container),
      ...(image === undefined && hidden === undefined ? [] : words.words([image ?? ""])),
      ...(hidden === undefined ? [] : ["hidden"]),
    ],
  ],
  "host.sleep": ({ durationNs }, words) => [[words.word(durationNs)]],
  "host.sync": () => [],
  "host.drop-caches": () => [],
  "wait.ready": (step, words) => [words.words([step.instance, step.line, step.timeoutNs])],
  "wait.port": (step, words) => [words.words([step.instance, step.port, step.timeoutNs])],
  "expect.exit": (step, words) => [of(step, words), [step.not ? "not" : "is", words.word(step.status)]],
  "expect.output": (step, words) => [of(step, words), [step.stream, step.test, words.word(step.value)]],
  "expect.oom": (step, words) => [of(step, words), [step.not ? "no" : "yes"]],
  "expect.file": (step, words) => [
    of(step, words),
    [words.word(step.path), step.test, words.word(step.value)],
  ],
  "expect.cpus": (step, words) => [of(step, words), [words.word(step.cpus)]],
  "expect.cgroup": (step, words) => [of(step, words), [words.word(step.cgroup)]],
  "expect.time": (step, words) => [of(step, words), words.words([step.operator, step.durationNs])],
  "expect.memory-peak": (step, words) => [of(step, words), words.words([step.operator, step.sizeBytes])],
  "expect.median-time": (step, words) => [of(step, words), words.words([step.operator, step.durationNs])],
};

/** The call that a step stands for. */
export function stepCall(step: CallStep, name: string, words: Words): Call {
  // The table has an entry of the right type for every kind, which TypeScript cannot follow through the index.
  const write = STEP_GROUPS[step.kind] as (step: CallStep, words: Words) => Groups;
  return { name, groups: write(step, words), spread: step.kind === "container.define" };
}

function loaded(step: StepOf<"image.load">, words: Words): Groups {
  const { path, image, engine, options } = step;
  return [
    words.words([path, image, engine]),
    ...options.map((option) => [`--${option.name}`, ...words.words(option.values)]),
  ];
}

function namespaceKinds({ kinds, network, idMaps }: StepOf<"namespace.create">): string[] {
  const maps = idMaps.map(({ inside, outside, count }) => `${inside}:${outside}:${count}`).join(",");
  return kinds.map((kind) => {
    if (kind === "network") return `network=${network ?? "loopback"}`;
    return kind === "user" && maps !== "" ? `user=${maps}` : kind;
  });
}

function option(words: Words, name: string, value: Text | undefined): string[] {
  return value === undefined ? [] : [`--${name}`, words.word(value)];
}

interface Inputs {
  readonly stdin: Text | undefined;
  readonly timeoutNs: Text | undefined;
  readonly metrics?: readonly Metric[] | undefined;
}

function inputs(step: Inputs, words: Words): Groups {
  return [
    option(words, "stdin", step.stdin),
    option(words, "timeout", step.timeoutNs),
    ...(step.metrics ?? []).map(({ name, stream, pattern, unit }) => [
      "--metric",
      ...words.words([name, stream, pattern, unit ?? ""]),
    ]),
  ];
}

function argv(words: Words, command: readonly Text[]): string[] {
  return ["--", ...words.words(command)];
}

function of(step: { subject: Text | undefined }, words: Words): string[] {
  return option(words, "of", step.subject);
}
