import { engineCannot } from "../../diagnostics/engines.ts";
import type { Container, IdMap, Namespace } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import { known } from "../../types/text.ts";
import { checkMapped } from "../user-namespace.ts";
import lifecycle from "./nspawn.sh?raw";

const NAME = "nspawn";

const PROGRAMS = ["env", "mount", "nsenter", "setpriv", "setsid", "sh", "systemd-nspawn", "unshare"];

/** Containers by systemd-nspawn, which needs no systemd on the host. */
export const nspawn: Engine = {
  name: NAME,
  inherits: ["init", "entered", "rooted", "layered"],
  documentation: "systemd-nspawn: one command, or a system that boots.",
  tools: PROGRAMS.map((program) => ({ program, neededBy: `engine ${NAME}` })),
  storageDrivers: ["vfs", "overlay", "btrfs", "lvm-loop", "lvm-direct", "aufs"],
  privilege: {
    what: "make namespaces and mounts",
    rootless: true,
    rootlessWith: "subordinate ids, in a delegated cgroup",
    // Where its ids are the host's, it mounts the host's devices.
    rootOnlyMapped: "make device files in a user namespace",
  },
  makesCgroups: true,
  bash: [{ file: "src/engines/nspawn/nspawn.sh", text: lifecycle }],
  programs: {},
  terms: {
    boot: "`--boot`",
    network: "`--private-network`, for `host` nothing",
    namespace: "the network that it is started in, of users `--private-users`",
    mount: "`--bind`, `--bind-ro`",
    tmpfs: "`--tmpfs`",
    env: "`--setenv`",
    workdir: "`--chdir`",
    hostname: "`--hostname`",
    capabilities: "`--drop-capability`, `--capability`",
    "no-new-privileges": "`--no-new-privileges`",
    seccomp: "`SYSTEMD_SECCOMP=0`",
    mask: "`--bind-ro` of /dev/null, or an empty `--tmpfs`",
    "read-only": "its root is mounted so",
  },
  abilities: {
    settings: ["hostname", "capabilities", "no-new-privileges", "read-only", "seccomp", "mask", "boot"],
    networks: ["loopback", "host"],
    joins: ["network", "user"],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
  check,
};

function check(container: Container, namespaces: readonly Namespace[]): Diagnostic[] {
  return [
    ...checkSeccomp(container),
    ...checkMapped(NAME, container, namespaces, isOneRange, "map one range of ids, from 0 inside"),
  ];
}

function isOneRange(maps: readonly IdMap[]): boolean {
  return maps.length === 0 || (maps.length === 1 && maps[0]?.inside === 0);
}

/** Its filter can be taken away, but another can only be put on top of it. */
function checkSeccomp({ seccomp, settingSpans, span }: Container): Diagnostic[] {
  if (seccomp === undefined || known(seccomp) === "unconfined") return [];
  const what = "take a seccomp profile in the form of the OCI specification";
  return [
    engineCannot(settingSpans.seccomp ?? span, NAME, what, "say `seccomp unconfined`, or leave it out"),
  ];
}
