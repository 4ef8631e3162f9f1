// How does what a container costs grow with the number of layers of its image, on each storage driver?
import { observations, runRecipe } from "./support/ctrc.mjs";
import { canStartContainers } from "./support/needs.mjs";
import { goal, milliseconds, printTable, printTitle, ratio } from "./support/print.mjs";
import { BUSYBOX_IMAGE } from "./support/root-file-system.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median } from "./support/statistics.mjs";

const LAYERS = [1, 16, 64, 128];
const DRIVERS = ["vfs", "overlay", "btrfs", "lvm-loop"];
const COUNT = 10;
/** Snapshots know nothing of layers; a union file system mounts and looks up each of them. */
const GOAL_GROWTH = 2;

printTitle(
  `Layers: \`true\` in a container, and its commit, on an image of ${LAYERS.join(", ")} layers; ${COUNT} of each`,
);
if (canStartContainers()) {
  const scratch = scratchDirectory();
  const events = runRecipe(scratch, "layers", recipe());
  const { cells } = events.find(({ event }) => event === "run-started");
  for (const driver of DRIVERS) {
    const own = cells.filter(({ values }) => values.driver === driver);
    const skipped = events.find(({ event, cell }) => event === "cell-skipped" && cell === own[0].cell);
    if (skipped === undefined) show(driver, own, events);
    else console.log(`  skipped ${driver}: ${skipped.reason}`);
  }
}

function show(driver, cells, events) {
  const times = (block, { cell }) =>
    median(
      observations(events, block)
        .filter((each) => each.cell === cell)
        .map(({ values }) => values.durationNs.value / 1e6),
    );
  const [first] = cells;
  const growth = (block, cell) => times(block, cell) / times(block, first);
  const last = cells.at(-1);
  printTable([
    [driver, "run ms", "by the first", "commit ms", "by the first", ""],
    ...cells.map((cell) => [
      `${cell.values.layers} layers`,
      milliseconds(times("run", cell)),
      ratio(growth("run", cell)),
      milliseconds(times("commit", cell)),
      ratio(growth("commit", cell)),
      cell === last ? goal(`run at most ${GOAL_GROWTH}x`, growth("run", cell) <= GOAL_GROWTH) : "",
    ]),
  ]);
}

function recipe() {
  return `recipe layers
require root
matrix {
  driver [${DRIVERS.join(", ")}]
  layers [${LAYERS.join(", ")}]
}
${BUSYBOX_IMAGE}
storage stack {
  driver \${driver}
  size   4GiB
}
container box {
  image   busybox
  storage stack
}
check stack-the-layers {
  run box keep as bottom $ /bin/true
  commit bottom as top
  for i in 1..\${layers} {
    run top keep as "layer-\${i}" $ /bin/sh -c ': > "/layer-$1"' sh \${i}
    commit "layer-\${i}" as top
    remove "layer-\${i}"
  }
}
measure run {
  repeat ${COUNT}
  warmup 2
  run top $ /bin/true
}
measure write {
  repeat ${COUNT} as i
  run top keep as "box-\${i}" $ /bin/busybox dd if=/dev/zero of=/data1 bs=65536 count=1
}
measure commit {
  repeat ${COUNT} as i
  commit "box-\${i}" as "box-\${i}-run"
}
`;
}
