import { engineCannot } from "../../diagnostics/engines.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import type { Container } from "../../types/model.ts";
import { known } from "../../types/text.ts";
import lifecycle from "./lxc.sh?raw";
import definition from "./lxc-define.sh?raw";

const NAME = "lxc";

const PROGRAMS = ["lxc-execute", "lxc-start", "mount", "nsenter", "setpriv", "setsid", "sh", "unshare"];

/** Containers by liblxc: one command by `lxc-execute`, a whole system by `lxc-start`. */
export const lxc: Engine = {
  name: NAME,
  inherits: ["secluded", "layered"],
  documentation: "LXC: one command by lxc-execute, a system that boots by lxc-start.",
  tools: PROGRAMS.map((program) => ({ program, neededBy: `engine ${NAME}` })),
  storageDrivers: ["vfs", "overlay", "btrfs", "lvm-loop", "lvm-direct", "aufs"],
  needsRoot: true,
  makesCgroups: true,
  bash: [
    { file: "src/engines/lxc/lxc-define.sh", text: definition },
    { file: "src/engines/lxc/lxc.sh", text: lifecycle },
  ],
  programs: {},
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
    joins: ["uts", "ipc", "network"],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
  check,
};

/** LXC has a language of its own for system calls. */
function check({ seccomp, settingSpans, span }: Container): Diagnostic[] {
  if (seccomp === undefined || known(seccomp) === "unconfined") return [];
  const what = "take a seccomp profile in the form of the OCI specification";
  return [
    engineCannot(settingSpans.seccomp ?? span, NAME, what, "say `seccomp unconfined`, or leave it out"),
  ];
}
