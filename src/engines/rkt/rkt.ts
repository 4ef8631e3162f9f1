import type { Engine } from "../../types/engine.ts";
import { native } from "../native/native.ts";
import { checkUnfiltered } from "../seccomp.ts";
import lifecycle from "./rkt.sh?raw";
import definition from "./rkt-define.sh?raw";

const NAME = "rkt";

const PROGRAMS = ["iconv", "mount", "nsenter", "rkt", "setpriv", "sh", "unshare"];

/**
 * Pods of one app, by rkt's stage1 `fly`: the one that hands on descriptors and exit status as they are. The others run
 * systemd in the pod, whose console takes standard output and standard error together. Fly changes the root and isolates in no other
 * way, so its client is started in the namespaces and the cgroup of the container, made as the engine `native` does.
 */
export const rkt: Engine = {
  name: NAME,
  inherits: ["native", "layered"],
  documentation: "rkt, by its stage1 fly, with images and pods on a `storage` of the recipe.",
  tools: PROGRAMS.map((program) => ({ program, neededBy: `engine ${NAME}` })),
  storageDrivers: ["overlay", "vfs"],
  privilege: { what: "make namespaces and mounts", rootless: false },
  bash: [
    ...native.bash,
    { file: "src/engines/rkt/rkt-define.sh", text: definition },
    { file: "src/engines/rkt/rkt.sh", text: lifecycle },
  ],
  programs: native.programs,
  terms: {
    image: "an App Container Image, by `rkt fetch`",
    cgroup: "its client joins it",
    network: "`unshare --net` of its client",
    namespace: "`nsenter` of its client",
    mount: "`volumes` of kind `host`",
    tmpfs: "`volumes` of kind `host`, mounted for its client",
    env: "`app.environment`",
    workdir: "`app.workingDirectory`",
    hostname: "`/proc/sys/kernel/hostname`",
    user: "`app.user`, `app.group`",
    "no-new-privileges": "`setpriv --no-new-privs`",
    seccomp: "none, where it is unconfined",
    mask: "`volumes`: /dev/null, or an empty tmpfs",
  },
  abilities: {
    settings: ["hostname", "user", "no-new-privileges", "seccomp", "mask"],
    networks: ["none", "loopback", "host"],
    joins: ["uts", "ipc", "network"],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
  // Fly applies none of the isolators of the App Container specification.
  check: (container) => checkUnfiltered(NAME, container),
};
