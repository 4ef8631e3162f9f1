import { engineCannot } from "../../diagnostics/engines.ts";
import type { Container } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import { checkUnfiltered } from "../seccomp.ts";
import bash from "./bwrap.sh?raw";

const NAME = "bwrap";

const neededBy = `engine ${NAME}`;

/** Sandboxes for unprivileged programs, used here by root, or root of a user namespace, as far as they are containers. */
export const bwrap: Engine = {
  name: NAME,
  documentation: "bubblewrap: a sandbox around one command.",
  inherits: ["entered", "rooted", "layered"],
  tools: [NAME, "mount", "nsenter", "setpriv", "sh", "unshare"].map((program) => ({ program, neededBy })),
  storageDrivers: ["vfs", "overlay", "btrfs", "lvm-loop", "lvm-direct", "aufs"],
  privilege: { what: "make namespaces and mounts", rootless: true },
  bash: [{ file: "src/engines/bwrap/bwrap.sh", text: bash }],
  programs: {},
  terms: {
    namespace: "`nsenter --user` before it",
    network: "`--unshare-net`, for `host` nothing",
    mount: "`--bind`, `--ro-bind`",
    tmpfs: "`--perms 1777 --size --tmpfs`",
    env: "`--clearenv --setenv`",
    workdir: "`--chdir`",
    hostname: "`--hostname`",
    capabilities: "`--cap-drop ALL --cap-add`",
    mask: "`--ro-bind` of /dev/null, or an empty `--tmpfs`",
    "no-new-privileges": "always, and never off",
    "read-only": "`--ro-bind` of the root",
    seccomp: "none, where it is unconfined",
  },
  abilities: {
    settings: ["hostname", "capabilities", "no-new-privileges", "read-only", "seccomp", "mask"],
    networks: ["loopback", "host"],
    joins: ["user"],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
  check: (container) => [...checkPrivileges(container), ...checkUnfiltered(NAME, container)],
};

/** Bubblewrap sets no_new_privs itself, and has no option for it. */
function checkPrivileges({ noNewPrivileges, settingSpans, span }: Container): Diagnostic[] {
  if (noNewPrivileges) return [];
  const what = "let set-user-id programs give privileges";
  const help = "leave out `no-new-privileges off`, or choose another engine";
  return [engineCannot(settingSpans["no-new-privileges"] ?? span, NAME, what, help)];
}
