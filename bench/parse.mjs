// How long parsing and checking take against the size of the recipe, from 1 kB to 1 MB.
// Usage: node bench/parse.mjs    (after `npm run build`)
// Prints the best of several rounds, and what a kilobyte costs as a multiple of what it costs at 64 kB: where the
// column stays near 1, the cost is linear.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { check } from "../dist/index.js";

const MINIMUM_ROUNDS = 5;
const MINIMUM_MS = 400;
const REFERENCE_KB = 64;
const SIZES_KB = [1, 4, 16, 64, 256, 1024];

const folder = await mkdtemp(join(tmpdir(), "ctrc-bench-"));
const bundle = join(folder, "parse.mjs");
await build({
  entryPoints: [new URL("../src/compile/1-parse/parse.ts", import.meta.url).pathname],
  outfile: bundle,
  bundle: true,
  format: "esm",
  platform: "node",
});
const { parse } = await import(bundle);
await rm(folder, { recursive: true });

const unit = (index) => `
cgroup group-${index} {
  cpuset.cpus 1                 # core 0 stays with the host
  memory.max  2GB
}

namespace net-${index} {
  network loopback
}

container app-${index} {
  root      host
  cgroup    group-${index}
  namespace net-${index}
}

check only-loopback-${index} {
  start app-${index} as server $ nc -l -p 8080
  host stdin "hello" $ nc -w 1 127.0.0.1 8080
  expect exit not 0
  run app-${index} stdin "hello container" $ nc -w 1 127.0.0.1 8080
  expect server stdout is "hello container"
  finally { host $ rm -f "/tmp/file-${index}" }
}
`;

function recipeOf(sizeBytes) {
  const parts = ['recipe bench "A recipe of many checks"\n\nrequire root\n'];
  let length = parts[0].length;
  for (let index = 0; length < sizeBytes; index++) {
    const part = unit(index);
    parts.push(part);
    length += part.length;
  }
  return parts.join("");
}

async function bestMs(work) {
  let best = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  for (let round = 0; round < MINIMUM_ROUNDS || performance.now() - begin < MINIMUM_MS; round++) {
    const start = performance.now();
    const { diagnostics } = await work();
    best = Math.min(best, performance.now() - start);
    if (diagnostics.length > 0) throw new Error(`the recipe is wrong: ${diagnostics[0].message}`);
  }
  return best;
}

const rows = [];
for (const sizeKb of SIZES_KB) {
  const text = recipeOf(sizeKb * 1024);
  rows.push({
    sizeKb: text.length / 1024,
    parseMs: await bestMs(() => parse("bench.ctr", text)),
    checkMs: await bestMs(() => check("bench.ctr", { readFile: async () => text })),
  });
}
const reference = rows[SIZES_KB.indexOf(REFERENCE_KB)];
const ratio = (key, row) => (row[key] / row.sizeKb / (reference[key] / reference.sizeKb)).toFixed(2);
console.log(`    size    parse  per kB, of ${REFERENCE_KB} kB    check  per kB, of ${REFERENCE_KB} kB`);
for (const row of rows) {
  const cells = [
    `${row.sizeKb.toFixed(0)} kB`.padStart(8),
    `${row.parseMs.toFixed(1)} ms`.padStart(9),
    ratio("parseMs", row).padStart(18),
    `${row.checkMs.toFixed(1)} ms`.padStart(12),
    ratio("checkMs", row).padStart(16),
  ];
  console.log(cells.join(""));
}
console.log(`resident memory: ${(process.memoryUsage().rss / 1024 ** 2).toFixed(0)} MiB`);
