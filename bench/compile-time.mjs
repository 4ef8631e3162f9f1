// How do time and memory grow with the size of a recipe?
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, printed } from "./support/ctrc.mjs";
import { longRecipe } from "./support/long-recipe.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { script } from "./support/rounds.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median } from "./support/statistics.mjs";

const ROUNDS = 7;
const SIZES_KB = [1, 10, 100, 300, 1000];
const GOAL_MS = 1000;
const GOAL_MB = 300;
/** How much more a byte may cost in the largest recipe than in one a tenth of its size, to be called linear. */
const GOAL_GROWTH = 1.3;
const COMMANDS = {
  check: (file) => ["check", file],
  build: (file) => ["build", file, "--output", `${file}.sh`],
};

printTitle("Compile time: `ctrc check` and `ctrc build` of recipes of 1 kB to 1 MB, each in a cold process");
const scratch = scratchDirectory();
for (const size of SIZES_KB) writeFileSync(recipe(size), longRecipe(size * 1000));

const runs = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const command of Object.keys(COMMANDS)) {
    for (const size of SIZES_KB) runs.push({ command, size, ...used(COMMANDS[command](recipe(size))) });
  }
}

for (const command of Object.keys(COMMANDS)) {
  const of = (size, what) =>
    median(runs.filter((run) => run.command === command && run.size === size).map((run) => run[what]));
  const perKilobyte = (size) => (of(size, "cpuMs") - of(SIZES_KB[0], "cpuMs")) / (size - SIZES_KB[0]);
  printTable([
    [`ctrc ${command}`, "wall ms", "CPU ms", "CPU ms more per kB", "peak MB", ""],
    ...SIZES_KB.map((size) => [
      `${size} kB`,
      milliseconds(of(size, "wallMs")),
      milliseconds(of(size, "cpuMs")),
      size === SIZES_KB[0] ? "" : milliseconds(perKilobyte(size)),
      of(size, "peakMB").toFixed(0),
      "",
    ]),
  ]);
  const largest = SIZES_KB.at(-1);
  const growth = perKilobyte(largest) / perKilobyte(largest / 10);
  console.log(`  ${goal("1 MB under 1 s", of(largest, "wallMs") < GOAL_MS)}`);
  console.log(`  ${goal(`1 MB within ${GOAL_MB} MB of memory`, of(largest, "peakMB") < GOAL_MB)}`);
  console.log(
    `  ${goal(`linear (a kB of 1 MB costs ${ratio(growth)} one of 100 kB)`, growth < GOAL_GROWTH)}`,
  );
}

function recipe(size) {
  return join(scratch, `recipe-${size}.ctr`);
}

/** Runs ctrc in a new process. */
function used(words) {
  const begun = performance.now();
  const result = spawnSync(process.execPath, ["--import", script("usage-at-exit.mjs"), cli, ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const wallMs = performance.now() - begun;
  if (result.status !== 0)
    throw new Error(`ctrc ${words[0]} ended with status ${result.status}: ${printed(result)}`);
  return { wallMs, ...JSON.parse(result.output[3]) };
}
