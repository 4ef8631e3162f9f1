import { engineCannot } from "../../diagnostics/engines.ts";
import type { Container, Namespace } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine } from "../../types/engine.ts";
import { known } from "../../types/text.ts";
import { checkUnfiltered } from "../seccomp.ts";
import lifecycle from "./native.sh?raw";
import definition from "./native-define.sh?raw";
import init from "./native-init.sh?raw";

const NAME = "native";

const neededBy = `engine ${NAME}`;

/** Containers from bash and util-linux alone: no daemon, nothing to install. */
export const native: Engine = {
  name: NAME,
  inherits: ["entered", "layered"],
  documentation: "Containers from bash and util-linux alone, without a daemon.",
  tools: ["ln", "mount", "nsenter", "setpriv", "sh", "unshare"].map((program) => ({ program, neededBy })),
  storageDrivers: ["vfs", "overlay", "btrfs", "lvm-loop", "lvm-direct", "aufs"],
  privilege: { what: "make namespaces and mounts", rootless: true },
  bash: [
    { file: "src/engines/native/native-define.sh", text: definition },
    { file: "src/engines/native/native.sh", text: lifecycle },
  ],
  programs: { NATIVE_INIT: init },
  terms: {
    root: "a recursive bind mount of `/`",
    cgroup: "the process joins it",
    network: "`unshare --net`",
    namespace: "`nsenter` by descriptor",
    mount: "a line of a table of mounts",
    tmpfs: "a line of a table of mounts",
    mask: "a line of a table of mounts",
    env: "`export`",
    workdir: "`nsenter --wd`",
    hostname: "`/proc/sys/kernel/hostname`",
    user: "`nsenter --setuid --setgid`",
    capabilities: "`setpriv --bounding-set`",
    "no-new-privileges": "`setpriv --no-new-privs`",
    "read-only": "its root is mounted so",
    seccomp: "none, where it is unconfined",
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
      "mask",
    ],
    networks: ["none", "loopback", "host"],
    joins: ["pid", "mount", "uts", "ipc", "network", "cgroup", "user", "time"],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
  check,
};

function check(container: Container, namespaces: readonly Namespace[]): Diagnostic[] {
  const shared = namespaces.find(({ kinds }) => kinds.includes("mount"));
  return [
    ...(shared === undefined ? [] : checkShared(container, shared.name)),
    ...checkCapabilities(container),
    ...checkUnfiltered(NAME, container),
  ];
}

/** Settings that change what is mounted: whoever joins a mount namespace would change it for all in it. */
const MOUNTING = ["image", "mount", "tmpfs", "read-only"];

function checkShared({ settingSpans }: Container, namespace: string): Diagnostic[] {
  return MOUNTING.flatMap((setting) => {
    const span = settingSpans[setting];
    if (span === undefined) return [];
    const what = `give a container its own \`${setting}\` in the mount namespace of \`${namespace}\`, which others share`;
    return [engineCannot(span, NAME, what, `leave out \`${setting}\`, or \`mount\` in the namespace`)];
  });
}

/** Whoever may mount and unmount can take away the image that lies over the host's own root. */
const UNMOUNTING = "sys_admin";

/** The last step before the command enters the container's root. Whoever is not root then loses it on the way. */
const ENTERING = "sys_chroot";

function checkCapabilities(container: Container): Diagnostic[] {
  const { image, capabilities, user, settingSpans } = container;
  if (capabilities === undefined) return [];
  const span = settingSpans.capabilities ?? container.span;
  const cannot = (what: string, help: string): Diagnostic => engineCannot(span, NAME, what, help);
  const staysRoot = user === undefined || known(user.uid) === "0";
  return [
    ...(image !== undefined && capabilities.includes(UNMOUNTING)
      ? [cannot(`keep a process with \`${UNMOUNTING}\` in its image`, `leave out \`${UNMOUNTING}\``)]
      : []),
    ...(staysRoot && !capabilities.includes(ENTERING)
      ? [
          cannot(
            `take \`${ENTERING}\` from a process of root`,
            `add \`${ENTERING}\`, or \`user 1000\`, who has none`,
          ),
        ]
      : []),
  ];
}
