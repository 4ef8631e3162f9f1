import type { Engine } from "../../types/engine.ts";
import { checkJoined } from "../user-namespace.ts";
import lifecycle from "./oci.sh?raw";
import definition from "./oci-define.sh?raw";

/** An engine that is a low-level runtime of the OCI specification, by the program of its name. */
export function ociRuntime(name: string, documentation: string): Engine {
  const neededBy = `engine ${name}`;
  return {
    name,
    documentation,
    inherits: ["oci", "rooted", "layered"],
    tools: [name, "iconv", "mount", "sh", "umount", "unshare"].map((program) => ({ program, neededBy })),
    storageDrivers: ["vfs", "overlay", "btrfs", "lvm-loop", "lvm-direct", "aufs"],
    privilege: {
      what: "make namespaces and mounts",
      rootless: true,
      rootlessWith: "cgroup version 2 alone, in a delegated cgroup",
    },
    makesCgroups: true,
    bash: [
      { file: "src/engines/oci/oci-define.sh", text: definition },
      { file: "src/engines/oci/oci.sh", text: lifecycle },
    ],
    programs: {},
    terms: {
      cgroup: "`linux.cgroupsPath`",
      network: "`linux.namespaces`",
      namespace:
        "`linux.namespaces`, each by `path`, of users with `linux.uidMappings` and `linux.gidMappings`",
      mount: "`mounts`",
      tmpfs: "`mounts`",
      env: "`process.env`",
      workdir: "`process.cwd`",
      hostname: "`hostname`",
      user: "`process.user`",
      capabilities: "`process.capabilities`",
      "no-new-privileges": "`process.noNewPrivileges`",
      seccomp: "`linux.seccomp`",
      apparmor: "`process.apparmorProfile`",
      mask: "`linux.maskedPaths`",
      "read-only": "`root.readonly`",
      "memory.max": "`linux.resources.memory.limit`, on v2 `unified`",
      "memory.swap.max": "`linux.resources.memory.swap`, on v2 `unified`",
      "cpu.max": "`linux.resources.cpu.quota` and `period`, on v2 `unified`",
      "cpu.weight": "`linux.resources.cpu.shares`, on v2 `unified`",
      "cpuset.cpus": "`linux.resources.cpu.cpus`, on v2 `unified`",
      "cpuset.mems": "`linux.resources.cpu.mems`, on v2 `unified`",
      "pids.max": "`linux.resources.pids.limit`, on v2 `unified`",
      "io.max": "`linux.resources.blockIO.throttleReadBpsDevice`, …, on v2 `unified`",
      "io.weight": "`linux.resources.blockIO.weight`, on v2 `unified`",
    },
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
      joins: ["pid", "uts", "ipc", "network", "user"],
      actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
    },
    check: (container, namespaces) => checkJoined(name, container, namespaces),
  };
}
