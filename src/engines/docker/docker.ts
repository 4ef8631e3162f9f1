import { engineCannot } from "../../diagnostics/engines.ts";
import type { Container, Namespace } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import { managed } from "../managed.ts";
import bash from "./docker.sh?raw";

const NAME = "docker";

/** A daemon of the run's own on the recipe's storage; the host's where a container names no storage. */
export const docker: Engine = {
  ...managed,
  name: NAME,
  privilege: { what: "use a daemon", rootless: false },
  documentation: "Docker: a daemon of the run's own on a `storage` of the recipe, else the host's.",
  tools: ["docker", "env", "iconv", "setsid", "tail", "timeout", "unshare"].map((program) => ({
    program,
    neededBy: `engine ${NAME}`,
  })),
  storageDrivers: ["overlay", "vfs", "btrfs", "lvm-loop", "lvm-direct"],
  hostMayLack: ["lvm-loop", "lvm-direct"],
  keepsImages: "host",
  bash: [{ file: "src/engines/docker/docker.sh", text: bash }],
  abilities: { ...managed.abilities, joins: ["network"] },
  check,
};

/** A network namespace is the one that a daemon was started in, and the host's is in the host's. */
function check(container: Container, namespaces: readonly Namespace[]): Diagnostic[] {
  const joined = namespaces.find(({ kinds }) => kinds.includes("network"));
  if (joined === undefined || container.storage !== undefined || joined.network?.kind === "host") return [];
  const what = `let a container of the host's daemon join the network namespace of \`${joined.name}\``;
  const span = container.settingSpans.namespace ?? container.span;
  return [engineCannot(span, NAME, what, "give it a `storage`, and with that a daemon of its own")];
}
