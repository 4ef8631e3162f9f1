// What does the measuring loop cost, beside the command that it measures?
import { observations, quoted, runRecipe } from "./support/ctrc.mjs";
import { canStartContainers } from "./support/needs.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { Rounds } from "./support/rounds.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median, pairedRatio } from "./support/statistics.mjs";

const ROUNDS = 100;
const WARMUP = 5;
const GOAL_MS = 1;

printTitle("Measuring loop: what it adds to `true`");
if (canStartContainers()) {
  const scratch = scratchDirectory();
  around(scratch);
  within(scratch);
}

/** Time of a run of the measure that no action has: the loop, the probes, the events. */
function around(scratch) {
  const actions = { "host $ true": "host $ /bin/true", "run box $ true": "run box $ /bin/true" };
  const measures = Object.values(actions).flatMap((action, index) =>
    ["time", "time, cpu, memory"].map((probes, row) => ({
      name: `m-${index}-${row}`,
      action,
      probes,
      index,
    })),
  );
  const events = runRecipe(
    scratch,
    "around",
    `recipe around
require root
container box {
  root host
}
${measures.map(({ name, action, probes }) => measure(name, `  probe ${probes}\n  ${action}`)).join("")}`,
  );
  printTable([
    ["around what is timed", "ms of each run", "ms not of the action", "most", ""],
    ...measures.map(({ name, probes, index }) => {
      const runs = observations(events, name);
      // Each is told at the end of its run.
      const wall = runs.slice(1).map(({ atNs }, run) => (atNs - runs[run].atNs) / 1e6);
      const added = wall.map((ms, run) => ms - runs[run + 1].values.durationNs.value / 1e6);
      return [
        `${Object.keys(actions)[index]}, probe ${probes}`,
        milliseconds(median(wall)),
        milliseconds(median(added)),
        milliseconds(Math.max(...added)),
        goal(`under ${GOAL_MS} ms`, median(added) < GOAL_MS),
      ];
    }),
  ]);
}

/** The same command, timed by the measure and by a small bash that does nothing else. */
function within(scratch) {
  const rounds = new Rounds(scratch, "within", [{ name: "true in a bare bash", words: ["/bin/true"] }]);
  const prepare = `  prepare { host $ ${rounds.words.map(quoted).join(" ")} 0 }`;
  const events = runRecipe(
    scratch,
    "within",
    `recipe within\nrequire root\n${measure("host", `${prepare}\n  host $ /bin/true`)}`,
  );
  const [[name, bare]] = Object.entries(rounds.times(WARMUP));
  const timed = observations(events, "host").map(({ values }) => values.durationNs.value / 1e6);
  printTable([
    ["within what is timed", "ms", "min", "ratio", ""],
    [name, milliseconds(median(bare)), milliseconds(Math.min(...bare)), ratio(1), ""],
    [
      "host $ true",
      milliseconds(median(timed)),
      milliseconds(Math.min(...timed)),
      ratio(pairedRatio(timed, bare)),
      "",
    ],
  ]);
}

function measure(name, statements) {
  return `measure ${name} {\n  repeat ${ROUNDS}\n  warmup ${WARMUP}\n${statements}\n}\n`;
}
