// Does a script by itself measure the same as `ctrc run`, which listens to it?

import { observations, runRecipe, runScript } from "./support/ctrc.mjs";
import { canStartContainers } from "./support/needs.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median, pairedRatio } from "./support/statistics.mjs";

const TURNS = 8;
const RUNS = 25;
const WARMUP = 2;
const MOST_APART = 0.02;

const ACTIONS = {
  sleep: "host $ sleep 0.02",
  "sha512sum of 16 MiB": 'host shell """head -c 16M /dev/zero | sha512sum"""',
  container: "run box $ true",
};

printTitle("The same recipe, run by the bare script and by `ctrc run`, in turns");
if (canStartContainers()) {
  const scratch = scratchDirectory();
  const recipe = `recipe parity
require root
container box {
  root host
}
${Object.values(ACTIONS)
  .map(
    (action, index) =>
      `measure m-${index} {\n  repeat ${RUNS}\n  warmup ${WARMUP}\n  probe time, cpu\n  ${action}\n}\n`,
  )
  .join("")}`;
  // Who begins changes, so that neither always finds a machine that the other has warmed.
  const turns = Array.from({ length: TURNS }, (_, turn) => {
    const bare = () => runScript(scratch, "parity", recipe);
    const executed = () => runRecipe(scratch, "parity", recipe);
    if (turn % 2 === 0) return { bare: bare(), executed: executed() };
    const first = executed();
    return { executed: first, bare: bare() };
  });
  printTable([
    ["action", "bare script, ms", "ctrc run, ms", "ratio", ""],
    ...Object.keys(ACTIONS).map((name, index) => {
      const [bare, executed] = ["bare", "executed"].map((who) =>
        turns.map((turn) =>
          median(observations(turn[who], `m-${index}`).map(({ values }) => values.durationNs.value / 1e6)),
        ),
      );
      const apart = pairedRatio(executed, bare);
      return [
        name,
        milliseconds(median(bare)),
        milliseconds(median(executed)),
        ratio(apart),
        goal(`within ${100 * MOST_APART} %`, Math.abs(apart - 1) <= MOST_APART),
      ];
    }),
  ]);
}
