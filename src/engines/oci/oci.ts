import type { Engine } from "../../types/engine.ts";
import lifecycle from "./oci.sh?raw";
import definition from "./oci-define.sh?raw";

/** An engine that is a low-level runtime of the OCI specification, by the program of its name. */
export function ociRuntime(name: string, documentation: string): Engine {
  const neededBy = `engine ${name}`;
  return {
    name,
    documentation,
    inherits: ["oci", "rooted", "layered"],
    tools: [name, "mount", "sh", "umount", "unshare"].map((program) => ({ program, neededBy })),
    storageDrivers: ["vfs", "overlay", "btrfs", "lvm-loop", "lvm-direct", "aufs"],
    needsRoot: true,
    makesCgroups: true,
    bash: [
      { file: "src/engines/oci/oci-define.sh", text: definition },
      { file: "src/engines/oci/oci.sh", text: lifecycle },
    ],
    programs: {},
    abilities: {
      settings: [
        "hostname",
        "user",
        "capabilities",
        "no-new-privileges",
        "read-only",
        "seccomp",
        "apparmor",
        "mask",
      ],
      networks: ["loopback", "host"],
      joins: ["pid", "uts", "ipc", "network"],
      actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
    },
    check: () => [],
  };
}
