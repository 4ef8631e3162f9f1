import { checkBlock, finallyBlock, forBlock, measureBlock, prepareBlock } from "./action.ts";
import { cgroupBlock } from "./cgroup.ts";
import { containerBlock } from "./container.ts";
import { buildBlock, imageBlock } from "./image.ts";
import { namespaceBlock } from "./namespace.ts";
import { matrixBlock, recipeBlock } from "./recipe.ts";
import type { BlockName, BlockRows } from "./schema.ts";
import { storageBlock } from "./storage.ts";

/** Every statement of the language, by the block that it stands in. */
export const vocabulary: Readonly<Record<BlockName, BlockRows>> = {
  recipe: recipeBlock,
  matrix: matrixBlock,
  cgroup: cgroupBlock,
  namespace: namespaceBlock,
  image: imageBlock,
  build: buildBlock,
  storage: storageBlock,
  container: containerBlock,
  check: checkBlock,
  measure: measureBlock,
  for: forBlock,
  prepare: prepareBlock,
  finally: finallyBlock,
};
