import { engineCannot } from "../../diagnostics/engines.ts";
import type { Container, IdMap, Namespace } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import { managed } from "../managed.ts";
import { checkMapped } from "../user-namespace.ts";
import bash from "./docker.sh?raw";

const NAME = "docker";

/** A daemon of the run's own on the recipe's storage; the host's where a container names no storage. */
export const docker: Engine = {
  ...managed,
  name: NAME,
  privilege: { what: "use a daemon", rootless: false },
  documentation: "Docker: a daemon of the run's own on a `storage` of the recipe, else the host's.",
  tools: ["docker", "env", "iconv", "mount", "setsid", "sh", "tail", "timeout", "unshare"].map((program) => ({
    program,
    neededBy: `engine ${NAME}`,
  })),
  storageDrivers: ["overlay", "vfs", "btrfs", "lvm-loop", "lvm-direct"],
  hostMayLack: ["host", "lvm-loop", "lvm-direct"],
  keepsImages: "host",
  bash: [{ file: "src/engines/docker/docker.sh", text: bash }],
  abilities: { ...managed.abilities, joins: ["network", "user"] },
  check,
};

function check(container: Container, namespaces: readonly Namespace[]): Diagnostic[] {
  const user = checkMapped(
    NAME,
    container,
    namespaces,
    isGapless,
    "map ids without a gap, in order from 0 inside",
  );
  return [...user, ...namespaces.flatMap((namespace) => checkHost(container, namespace))];
}

/** What a daemon takes from what a host has set aside for a user: ranges, one after the other inside. */
function isGapless(maps: readonly IdMap[]): boolean {
  let next = 0;
  for (const { inside, count } of maps) {
    if (inside !== next) return false;
    next += count;
  }
  return maps.length > 0;
}

/** A network namespace is the one that a daemon was started in, and the host's is in the host's; a user namespace is the daemon's too. */
function checkHost(container: Container, { name, kinds, network }: Namespace): Diagnostic[] {
  const kind = kinds.find((each) => each === "user" || (each === "network" && network?.kind !== "host"));
  if (kind === undefined || container.storage !== undefined) return [];
  const what = `let a container of the host's daemon join the ${kind} namespace of \`${name}\``;
  const span = container.settingSpans.namespace ?? container.span;
  return [engineCannot(span, NAME, what, "give it a `storage`, and with that a daemon of its own")];
}
