// What do a commit, and a container from it, cost on overlay: native against podman and docker?
import { spawnSync } from "node:child_process";
import { observations, runRecipe } from "./support/ctrc.mjs";
import { canStartContainers } from "./support/needs.mjs";
import { preparePeers } from "./support/peers.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { BUSYBOX_IMAGE } from "./support/root-file-system.mjs";
import { script } from "./support/rounds.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median, pairedRatio } from "./support/statistics.mjs";

const ROUNDS = 2;
const COUNT = 5;
const NATIVE = "native";

printTitle(`Commit of a container that wrote 64 KiB, and start from the commit; ${COUNT} in each round`);
if (canStartContainers()) {
  const scratch = scratchDirectory();
  const peers = preparePeers(scratch, ["podman", "docker"]);
  const times = { commit: {}, restart: {} };
  const add = (name, { commit, restart }) => {
    for (const [what, values] of Object.entries({ commit, restart })) {
      times[what][name] ??= [];
      times[what][name].push(median(values));
    }
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    add(NATIVE, native(scratch));
    for (const { name, client } of peers) add(name, engine(client));
  }
  for (const [what, byName] of Object.entries(times)) {
    printTable([
      [what, "ms", "by native", ""],
      ...Object.entries(byName).map(([name, values]) => {
        const paired = pairedRatio(values, byName[NATIVE]);
        return [
          name,
          milliseconds(median(values)),
          ratio(paired),
          name === NATIVE ? "" : goal("over 10x behind native", paired > 10),
        ];
      }),
    ]);
  }
}

/** @returns ms of each commit and restart */
function native(scratch) {
  const events = runRecipe(
    scratch,
    "commit",
    `recipe commit
require root
${BUSYBOX_IMAGE}
container box {
  image busybox
}
measure write {
  repeat ${COUNT} as i
  run box keep as "box-\${i}" $ /bin/busybox dd if=/dev/zero of=/data1 bs=65536 count=1
}
measure commit {
  repeat ${COUNT} as i
  commit "box-\${i}" as "box-\${i}-run"
}
measure restart {
  repeat ${COUNT} as i
  start "box-\${i}-run" as "sleeper-\${i}" $ /bin/busybox sleep 300
}
`,
  );
  const durations = (block) => observations(events, block).map(({ values }) => values.durationNs.value / 1e6);
  return { commit: durations("commit"), restart: durations("restart") };
}

/** @returns ms of each commit and restart */
function engine(client) {
  const words = [script("commit-and-restart.sh"), String(COUNT), ...client];
  const { status, stdout, stderr } = spawnSync(script("private.sh"), words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${client.join(" ")}, status ${status}: ${stderr}`);
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ").map((us) => Number(us) / 1000));
  return { commit: rows.map(([commit]) => commit), restart: rows.map(([, restart]) => restart) };
}
