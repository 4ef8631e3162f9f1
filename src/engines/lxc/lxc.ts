import type { Container, Namespace } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import { checkUnfiltered } from "../seccomp.ts";
import { checkMapped } from "../user-namespace.ts";
import lifecycle from "./lxc.sh?raw";
import definition from "./lxc-define.sh?raw";

const NAME = "lxc";

const PROGRAMS = [
  "env",
  "ln",
  "lxc-execute",
  "lxc-start",
  "mount",
  "nsenter",
  "setpriv",
  "setsid",
  "sh",
  "unshare",
];

/** Containers by liblxc: one command by `lxc-execute`, a whole system by `lxc-start`. */
export const lxc: Engine = {
  name: NAME,
  inherits: ["init", "entered", "rooted", "layered"],
  documentation: "LXC: one command by lxc-execute, a system that boots by lxc-start.",
  tools: PROGRAMS.map((program) => ({ program, neededBy: `engine ${NAME}` })),
  storageDrivers: ["vfs", "overlay", "btrfs", "lvm-loop", "lvm-direct", "aufs"],
  privilege: { what: "make namespaces and mounts", rootless: true },
  makesCgroups: true,
  bash: [
    { file: "src/engines/lxc/lxc-define.sh", text: definition },
    { file: "src/engines/lxc/lxc.sh", text: lifecycle },
  ],
  programs: {},
  terms: {
    boot: "lxc-start",
    root: "`lxc.rootfs.path`",
    network: "`lxc.net.0.type`",
    namespace: "those that LXC is started in, of users `lxc.idmap`",
    mount: "`lxc.mount.entry`",
    tmpfs: "`lxc.mount.entry`",
    mask: "`lxc.mount.entry`",
    user: "`lxc.init.uid`, `lxc.init.gid`",
    capabilities: "`lxc.cap.keep`",
    "no-new-privileges": "`lxc.no_new_privs`",
    seccomp: "none, where it is unconfined",
    apparmor: "`lxc.apparmor.profile`",
    hostname: "`lxc.uts.name`",
    "read-only": "its root is mounted so",
    "memory.max": "`lxc.cgroup2.memory.max`, on v1 `lxc.cgroup.` and the file",
    "cpu.max": "`lxc.cgroup2.cpu.max`, on v1 `lxc.cgroup.` and the file",
    "cpu.weight": "`lxc.cgroup2.cpu.weight`, on v1 `lxc.cgroup.` and the file",
    "cpuset.cpus": "`lxc.cgroup2.cpuset.cpus`, on v1 `lxc.cgroup.` and the file",
    "cpuset.mems": "`lxc.cgroup2.cpuset.mems`, on v1 `lxc.cgroup.` and the file",
    "pids.max": "`lxc.cgroup2.pids.max`, on v1 `lxc.cgroup.` and the file",
    "io.max": "`lxc.cgroup2.io.max`, on v1 `lxc.cgroup.` and the file",
    "io.weight": "`lxc.cgroup2.io.weight`, on v1 `lxc.cgroup.` and the file",
  },
  abilities: {
    settings: [
      "root",
      "hostname",
      "user",
      "capabilities",
      "no-new-privileges",
      "read-only",
      "seccomp",
      "apparmor",
      "mask",
      "boot",
    ],
    networks: ["none", "loopback", "host"],
    joins: ["uts", "ipc", "network", "user"],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
  check,
};

function check(container: Container, namespaces: readonly Namespace[]): Diagnostic[] {
  return [
    // LXC has a language of its own for system calls.
    ...checkUnfiltered(NAME, container, "take a seccomp profile in the form of the OCI specification"),
    ...checkMapped(NAME, container, namespaces, undefined),
  ];
}
