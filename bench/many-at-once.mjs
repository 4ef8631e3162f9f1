// How long do 10, and 50, containers take until all run?
import { spawnSync } from "node:child_process";
import { runRecipe } from "./support/ctrc.mjs";
import { canStartContainers } from "./support/needs.mjs";
import { preparePeers } from "./support/peers.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { BUSYBOX_IMAGE } from "./support/root-file-system.mjs";
import { script } from "./support/rounds.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median, pairedRatio } from "./support/statistics.mjs";

const ROUNDS = 3;
const COUNTS = [10, 50];
const NATIVE = "native";
const ORDERS = ["in-turn", "parallel"];

printTitle(
  `Many at once: ${COUNTS.join(" and ")} containers that sleep, from the start of the first until all run`,
);
if (canStartContainers()) {
  const scratch = scratchDirectory();
  const peers = preparePeers(scratch, ["bubblewrap", "crun", "runc", "podman", "docker"]);
  for (const count of COUNTS) compare(scratch, peers, count);
}

function compare(scratch, peers, count) {
  const times = {};
  const add = (name, ms) => {
    times[name] ??= [];
    times[name].push(ms);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    add(NATIVE, native(scratch, count));
    for (const peer of peers)
      for (const order of ORDERS) add(`${peer.name}, ${order}`, startMany(peer, order, count));
  }
  const isAhead = (name) => median(times[NATIVE]) < median(times[name]);
  printTable([
    [`${count} containers`, "ms", "ms each", "by native", ""],
    ...Object.keys(times)
      .sort((a, b) => median(times[a]) - median(times[b]))
      .map((name) => [
        name,
        milliseconds(median(times[name])),
        milliseconds(median(times[name]) / count),
        ratio(pairedRatio(times[name], times[NATIVE])),
        name.startsWith("crun") ? goal("behind native", isAhead(name)) : "",
      ]),
  ]);
}

/** One after another, as a recipe starts them; the events between them are part of the time. */
function native(scratch, count) {
  const events = runRecipe(
    scratch,
    "many",
    `recipe many
require root
${BUSYBOX_IMAGE}
container box {
  image busybox
}
check many {
  for i in 1..${count} {
    start box as "box-\${i}" $ /bin/sleep 300
  }
}
`,
  );
  const begun = events.find(({ event }) => event === "block-started");
  const last = events.findLast(({ event, keyword }) => event === "action-finished" && keyword === "start");
  return (last.atNs - begun.atNs) / 1e6;
}

/** @returns ms */
function startMany({ many: { kind, words, remove = [] } }, order, count) {
  const how = [String(count), order, kind, String(words.length)];
  // What an engine keeps below /run is needed to the end: one namespace for all of it.
  const all = [script("start-many.sh"), ...how, ...words, ...remove];
  const { status, stdout, stderr } = spawnSync(script("private.sh"), all, { encoding: "utf8" });
  if (status !== 0 || stderr !== "") throw new Error(`${words[0]}, status ${status}: ${stderr}`);
  return Number(stdout) / 1000;
}
