// What does the start of one native container cost, as against other ways to start one?
import { observations, quoted, runRecipe } from "./support/ctrc.mjs";
import { canStartContainers } from "./support/needs.mjs";
import { preparePeers } from "./support/peers.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { BUSYBOX_IMAGE } from "./support/root-file-system.mjs";
import { Rounds, script } from "./support/rounds.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median, pairedRatio } from "./support/statistics.mjs";

const ROUNDS = 20;
const WARMUP = 2;
const BARE = "unshare chroot";
const NATIVE = { "native, image": "image busybox", "native, host's files": "root host" };

printTitle("Container start: `true` in a new container, from the start of the engine to its end");
if (canStartContainers()) {
  const scratch = scratchDirectory();
  const peers = preparePeers(scratch);
  const commands = peers.map((peer) => ({ name: peer.name, words: peer.true }));
  alone(scratch, commands);
  loop(scratch, commands);
}

/** The first container of a run. */
function alone(scratch, commands) {
  const recipe = (root) => `recipe alone
require root
${BUSYBOX_IMAGE}
container box {
  ${root}
}
check alone {
  run box $ /bin/true
}
`;
  const rounds = new Rounds(scratch, "alone", commands);
  const native = Object.fromEntries(Object.keys(NATIVE).map((name) => [name, []]));
  for (const root of Object.values(NATIVE)) runRecipe(scratch, "alone", recipe(root));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, root] of Object.entries(NATIVE)) {
      const events = runRecipe(scratch, "alone", recipe(root));
      native[name].push(events.find(({ event }) => event === "action-finished").durationNs / 1e6);
    }
    rounds.run([script("private.sh")]);
  }
  show("one alone, the first of its run", 5, { ...rounds.times(), ...native });
}

/** Containers one after another in a measure, which keeps its tables, and makes cgroups and folders ahead. */
function loop(scratch, commands) {
  const rounds = new Rounds(scratch, "loop", commands);
  const peers = [script("private.sh"), ...rounds.words].map(quoted).join(" ");
  const events = runRecipe(
    scratch,
    "loop",
    `recipe loop
require root
${BUSYBOX_IMAGE}
container box-1 {
  ${NATIVE["native, image"]}
}
container box-2 {
  ${NATIVE["native, host's files"]}
}
measure loop {
  repeat ${ROUNDS} as i
  warmup ${WARMUP}
  prepare { host $ ${peers} \${i} }
  run box-1 $ /bin/true
  run box-2 $ /bin/true
}
`,
  );
  const seen = observations(events, "loop");
  const native = Object.keys(NATIVE).map((name, index) => [
    name,
    seen.filter(({ action }) => action === index + 1).map(({ values }) => values.durationNs.value / 1e6),
  ]);
  show("in a measured loop", 3, { ...rounds.times(WARMUP), ...Object.fromEntries(native) });
}

function show(title, bareGoal, times) {
  const by = (name) => pairedRatio(times[name], times[BARE]);
  const engine = by("native, image");
  const said = (name) => {
    if (name.startsWith("native")) return goal(`at most ${bareGoal}x bare`, by(name) <= bareGoal);
    if (name === "runc" || name === "systemd-nspawn") return goal("behind native", by(name) > engine);
    if (name === "podman" || name === "docker") return goal("10x behind native", by(name) > 10 * engine);
    return "";
  };
  printTable([
    [title, "ms", "min", "by bare", "by native", ""],
    ...Object.keys(times)
      .sort((a, b) => median(times[a]) - median(times[b]))
      .map((name) => [
        name,
        milliseconds(median(times[name])),
        milliseconds(Math.min(...times[name])),
        ratio(by(name)),
        ratio(pairedRatio(times[name], times["native, image"])),
        said(name),
      ]),
  ]);
}
