import type { BuildStep, ImageSource } from "../../types/declared.ts";
import type { Span } from "../../types/span.ts";
import { ALARM_CLEAR, alarmed, alarmSet } from "./alarm.ts";
import { valueVariable } from "./names.ts";
import type { Call, Words } from "./words.ts";

type SourceOf<Kind extends ImageSource["kind"]> = Extract<ImageSource, { kind: Kind }>;

type SourceCalls = {
  readonly [Kind in ImageSource["kind"]]: (source: SourceOf<Kind>, words: Words) => Call | readonly Call[];
};

/** The runtime functions for each source of an image; what comes later lies over what came before. */
const SOURCE_CALLS: SourceCalls = {
  scratch: () => ({ name: "image_scratch", groups: [] }),
  program: ({ path, links }, words) => ({
    name: "image_program",
    groups: [[words.word(path), ...words.words(links)]],
  }),
  directory: ({ path, mode }, words) => ({
    name: "image_directory",
    groups: [[words.word(path), words.word(mode ?? "")]],
  }),
  file: ({ path, content, mode }, words) => ({
    name: "image_file",
    groups: [[words.word(path), words.word(content), words.word(mode ?? "")]],
  }),
  archive: ({ path }, words) => ({ name: "image_archive", groups: [[words.word(path)]] }),
  tree: ({ from, to }, words) => ({ name: "image_tree", groups: [[words.word(from), words.word(to)]] }),
  image: ({ image }, words) => ({ name: "image_base", groups: [[words.word(image)]] }),
  oci: ({ path }, words) => ({ name: "image_oci", groups: [[words.word(path)]] }),
  debian: ({ suite, packages, mirror, timeoutNs }, words) =>
    alarmed(
      timeoutNs,
      [{ name: "image_debian", groups: [[suite, words.word(mirror ?? "")], packages] }],
      words,
    ),
  fetch: ({ url, algorithm, digest, name, timeoutNs }, words) =>
    alarmed(
      timeoutNs,
      [
        { name: "image_fetch", groups: [[words.word(url)], [algorithm, digest]] },
        { name: `${valueVariable(name)}=$REPLY`, groups: [] },
      ],
      words,
    ),
  build: ({ folder, timeoutNs }, words) => [
    ...(timeoutNs === undefined ? [] : [alarmSet(timeoutNs, words)]),
    { name: "image_build_in", groups: [[words.word(folder)]] },
  ],
};

/** Calls that belong to one statement. */
export interface PlacedCalls {
  readonly span: Span;
  readonly calls: (words: Words) => readonly Call[];
}

/** What a source of an image stands for, statement by statement. */
export function sourceCalls(source: ImageSource): PlacedCalls[] {
  // The table has an entry of the right type for every kind, which TypeScript cannot follow through the index.
  const write = SOURCE_CALLS[source.kind] as (source: ImageSource, words: Words) => Call | readonly Call[];
  const own = { span: source.span, calls: (words: Words) => [write(source, words)].flat() };
  if (source.kind !== "build") return [own];
  const leave = {
    span: source.span,
    calls: () => [
      { name: "image_build_leave", groups: [] },
      ...(source.timeoutNs === undefined ? [] : [ALARM_CLEAR]),
    ],
  };
  return [own, ...source.steps.map(buildCalls), leave];
}

function buildCalls(step: BuildStep): PlacedCalls {
  const call = (words: Words): Call =>
    step.kind === "command"
      ? { name: "image_build_run", groups: [["--", ...words.words(step.command)]] }
      : { name: "image_build_tree", groups: [words.words([step.from, step.to])] };
  return { span: step.span, calls: (words) => [call(words)] };
}
