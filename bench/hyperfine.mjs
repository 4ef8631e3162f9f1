// Does a measure say the same as `hyperfine -N` about the same command in the same session?
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { observations, printed, quoted, runRecipe } from "./support/ctrc.mjs";
import { canStartContainers } from "./support/needs.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median, pairedRatio } from "./support/statistics.mjs";

const TURNS = 8;
const RUNS = 25;
const WARMUP = 2;
const MOST_APART = 0.02;

printTitle("The same command, timed by a measure and by `hyperfine -N`, in turns");
const found = spawnSync("hyperfine", ["--version"], { encoding: "utf8" });
if (found.status !== 0) {
  console.log("  skipped: there is no hyperfine here (Debian: hyperfine)");
} else if (canStartContainers()) {
  console.log(
    `  ${found.stdout.trim()}; ${TURNS} turns of ${RUNS} runs each, ${WARMUP} before them not counted`,
  );
  const scratch = scratchDirectory();
  const data = join(scratch, "data");
  writeFileSync(data, Buffer.alloc(16 * 2 ** 20, "ctrc"));
  const commands = [
    ["sleep 0.01", ["sleep", "0.01"]],
    ["sleep 0.1", ["sleep", "0.1"]],
    ["cksum of 16 MiB", ["cksum", data]],
    ["sha512sum of 16 MiB", ["sha512sum", data]],
  ];
  printTable([
    ["command", "hyperfine, ms", "ctrc, ms", "ratio", "spread", "of ctrc", ""],
    ...commands.map(([name, words]) => row(scratch, name, words)),
  ]);
}

/** A row of the table. The ratio is that of the medians of a turn, its median over the turns; the spread is the middle half. */
function row(scratch, name, words) {
  const turns = Array.from({ length: TURNS }, (_, turn) => {
    const ours = () => timesOfCtrc(scratch, words);
    const theirs = () => timesOfHyperfine(scratch, words);
    // Who begins changes, so that neither always finds a machine that the other has warmed.
    if (turn % 2 === 0) return { ours: ours(), theirs: theirs() };
    const first = theirs();
    return { theirs: first, ours: ours() };
  });
  const [ours, theirs] = [turns.map((turn) => turn.ours), turns.map((turn) => turn.theirs)];
  const apart = pairedRatio(ours.map(median), theirs.map(median));
  const [spread, ourSpread] = [median(theirs.map(middleHalf)), median(ours.map(middleHalf))];
  const isNear = Math.abs(apart - 1) <= MOST_APART;
  return [
    name,
    milliseconds(median(theirs.flat())),
    milliseconds(median(ours.flat())),
    apart.toFixed(3),
    milliseconds(spread),
    ratio(ourSpread / spread),
    `${goal(`within ${100 * MOST_APART} %`, isNear)}; ${goal("no wider", ourSpread <= spread)}`,
  ];
}

function timesOfCtrc(scratch, words) {
  const events = runRecipe(
    scratch,
    "peer",
    `recipe peer\nrequire root\nmeasure command {\n  repeat ${RUNS}\n  warmup ${WARMUP}\n  probe time\n  host $ ${words.map(quoted).join(" ")}\n}\n`,
  );
  return observations(events, "command").map(({ values }) => values.durationNs.value / 1e6);
}

function timesOfHyperfine(scratch, words) {
  const file = join(scratch, "hyperfine.json");
  const options = [
    "-N",
    "--style",
    "none",
    "--runs",
    String(RUNS),
    "--warmup",
    String(WARMUP),
    "--export-json",
    file,
  ];
  const result = spawnSync("hyperfine", [...options, words.join(" ")], { encoding: "utf8" });
  if (result.status !== 0)
    throw new Error(`hyperfine ended with status ${result.status}: ${printed(result)}`);
  return JSON.parse(readFileSync(file, "utf8")).results[0].times.map((seconds) => 1000 * seconds);
}

/** The distance between the quartiles. */
function middleHalf(times) {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.floor(0.75 * (sorted.length - 1))] - sorted[Math.floor(0.25 * (sorted.length - 1))];
}
