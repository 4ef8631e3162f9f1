// How long does the command line take to start, as against Node itself?
import { join } from "node:path";
import { cli, root } from "./support/ctrc.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { Rounds } from "./support/rounds.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median, pairedRatio } from "./support/statistics.mjs";

const ROUNDS = 40;
const CHECK_GOAL = 2;

printTitle("Start-up: a cold process against `node -e 0`");
const scratch = scratchDirectory();
const hello = join(root, "recipes/hello.ctr");
const rounds = new Rounds(scratch, "start-up", [
  { name: "node -e 0", words: [process.execPath, "-e", "0"] },
  { name: "ctrc --version", words: [process.execPath, cli, "--version"] },
  { name: "ctrc check", words: [process.execPath, cli, "check", hello] },
  {
    name: "ctrc build",
    words: [process.execPath, cli, "build", hello, "--output", join(scratch, "hello.sh")],
  },
]);
for (let round = 0; round < ROUNDS; round += 1) rounds.run();

const times = rounds.times();
const node = times["node -e 0"];
printTable([
  ["", "ms", "min", "ratio", ""],
  ...Object.keys(times)
    .sort((a, b) => median(times[a]) - median(times[b]))
    .map((name) => {
      const by = pairedRatio(times[name], node);
      const said = name === "ctrc check" ? goal(`under ${CHECK_GOAL}x`, by < CHECK_GOAL) : "";
      return [
        name,
        milliseconds(median(times[name])),
        milliseconds(Math.min(...times[name])),
        ratio(by),
        said,
      ];
    }),
]);
