import type { Engine } from "../../types/engine.ts";
import { managed } from "../managed.ts";
import { checkMapped } from "../user-namespace.ts";
import bash from "./podman.sh?raw";
import crun from "./podman-crun.sh?raw";

const NAME = "podman";

/** Containers without a daemon, with images and containers on the recipe's storage. */
export const podman: Engine = {
  ...managed,
  name: NAME,
  privilege: { what: "make namespaces and mounts", rootless: true },
  documentation:
    "Podman, with images and containers on a `storage` of the recipe or in the run's own folder.",
  tools: ["env", "iconv", "mount", "nsenter", "podman", "setsid", "sh", "timeout", "unshare"].map(
    (program) => ({
      program,
      neededBy: `engine ${NAME}`,
    }),
  ),
  storageDrivers: ["overlay", "vfs", "btrfs"],
  bash: [{ file: "src/engines/podman/podman.sh", text: bash }],
  programs: { PODMAN_CRUN: crun },
  abilities: { ...managed.abilities, joins: ["network", "ipc", "uts", "pid", "user"] },
  check: (container, namespaces) => checkMapped(NAME, container, namespaces, undefined),
};
