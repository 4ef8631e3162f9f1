import type { Engine } from "../types/engine.ts";

/** What engines have in common that keep images and files themselves, and are told what to do by Docker's command line. */
export const managed = {
  inherits: ["managed"],
  makesCgroups: true,
  programs: {},
  terms: {
    image: "its own image, made by `import` or `load`",
    cgroup: "`--cgroup-parent`",
    network: "`--network none` or `--network host`",
    namespace:
      "its path or the daemon's own, of users `--uidmap` and `--gidmap` or the daemon's `--userns-remap`",
    mount: "`--mount type=bind`",
    tmpfs: "`--tmpfs`",
    env: "`--env`",
    workdir: "`--workdir`",
    hostname: "`--hostname`",
    user: "`--user`",
    capabilities: "`--cap-drop all --cap-add`",
    "no-new-privileges": "`--security-opt no-new-privileges`",
    seccomp: "`--security-opt seccomp=`",
    apparmor: "`--security-opt apparmor=`",
    mask: "`--mount` of /dev/null, or an empty `--tmpfs`",
    "read-only": "`--read-only`",
    "memory.max": "`--memory`",
    "memory.swap.max": "`--memory-swap`",
    "cpu.max": "`--cpu-quota`, `--cpu-period`",
    "cpuset.cpus": "`--cpuset-cpus`",
    "cpuset.mems": "`--cpuset-mems`",
    "pids.max": "`--pids-limit`",
    "io.max": "`--device-read-bps`, `--device-write-bps`, `--device-read-iops`, `--device-write-iops`",
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
    joins: [],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
} as const satisfies Partial<Engine>;
