// What do parsing and checking alone cost, in a process that has done it before?
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { check } from "../dist/index.js";
import { root } from "./support/ctrc.mjs";
import { longRecipe } from "./support/long-recipe.mjs";
import { milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { scratchDirectory } from "./support/scratch.mjs";

const MINIMUM_ROUNDS = 5;
const MINIMUM_MS = 400;
const REFERENCE_KB = 64;
const SIZES_KB = [1, 4, 16, 64, 256, 1024];

printTitle("Parsing and checking in a warm process, the best of several rounds");
const parse = await loadParser();
const rows = [];
for (const sizeKb of SIZES_KB) {
  const text = longRecipe(sizeKb * 1024);
  rows.push({
    sizeKb: text.length / 1024,
    parseMs: await bestMs(() => parse("bench.ctr", text)),
    checkMs: await bestMs(() => check("bench.ctr", { readFile: async () => text })),
  });
}
const reference = rows[SIZES_KB.indexOf(REFERENCE_KB)];
const perKb = (key, row) => row[key] / row.sizeKb / (reference[key] / reference.sizeKb);
const by = `a kB, by that of ${REFERENCE_KB} kB`;
printTable([
  ["", "parse, ms", by, "parse and check, ms", by, ""],
  ...rows.map((row) => [
    `${row.sizeKb.toFixed(0)} kB`,
    milliseconds(row.parseMs),
    ratio(perKb("parseMs", row)),
    milliseconds(row.checkMs),
    ratio(perKb("checkMs", row)),
    "",
  ]),
]);

/** The parser is no part of the library: it is bundled from its source. */
async function loadParser() {
  const bundle = join(scratchDirectory(), "parse.mjs");
  await build({
    entryPoints: [join(root, "src/compile/1-parse/parse.ts")],
    outfile: bundle,
    bundle: true,
    format: "esm",
    platform: "node",
  });
  return (await import(pathToFileURL(bundle).href)).parse;
}

async function bestMs(work) {
  let best = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  for (let round = 0; round < MINIMUM_ROUNDS || performance.now() - begin < MINIMUM_MS; round += 1) {
    const start = performance.now();
    const { diagnostics } = await work();
    best = Math.min(best, performance.now() - start);
    if (diagnostics.length > 0) throw new Error(`the recipe is wrong: ${diagnostics[0].message}`);
  }
  return best;
}
