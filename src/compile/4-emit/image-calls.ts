import type { ImageSource } from "../../types/model.ts";
import type { Call, Words } from "./words.ts";

type SourceOf<Kind extends ImageSource["kind"]> = Extract<ImageSource, { kind: Kind }>;

type SourceCalls = { readonly [Kind in ImageSource["kind"]]: (source: SourceOf<Kind>, words: Words) => Call };

/** One runtime function for each source of an image; what comes later lies over what came before. */
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
};

export function sourceCall(source: ImageSource, words: Words): Call {
  // The table has an entry of the right type for every kind, which TypeScript cannot follow through the index.
  const write = SOURCE_CALLS[source.kind] as (source: ImageSource, words: Words) => Call;
  return write(source, words);
}
