import {
  argument,
  built,
  CONTAINER_PATH,
  clause,
  HOST_PATH,
  ID,
  keyword,
  names,
  optional,
  POSITIVE_SIZE,
  STRING,
  settings,
  statement,
  TEXT,
  words,
} from "./build.ts";
import { CAPABILITY } from "./capabilities.ts";
import { networkRow } from "./namespace.ts";
import type { ArgumentType, BlockRows } from "./schema.ts";

const ENGINE: ArgumentType = {
  kind: "word",
  noun: "engine",
  matrix: true,
  words: [
    built("native", "bash and util-linux alone"),
    built("docker", "Docker: a daemon of the run's own on its `storage`, else the host's"),
    built("podman", "Podman"),
    built("lxc", "LXC"),
    built("nspawn", "systemd-nspawn"),
    built("runc", "runc"),
    built("crun", "crun"),
    built("bwrap", "bubblewrap"),
    built("rkt", "rkt, by its stage1 fly"),
  ],
};

const ENVIRONMENT_NAME: ArgumentType = {
  kind: "literal",
  noun: "the name of an environment variable",
  pattern: "[A-Za-z_][A-Za-z0-9_]*",
  form: "letters, digits and `_`, beginning with no digit",
};

export const containerBlock: BlockRows = {
  name: "container",
  phrase: "a `container`",
  documentation:
    "Unsaid, a container has engine native, namespaces pid, mount, uts, ipc, network and cgroup of its own, network loopback, storage overlay in the run's own folder, and no limits.",
  statements: settings(
    statement("engine", "What makes the container.", {
      pattern: [argument("engine", ENGINE)],
      example: "engine native",
    }),
    statement("image", "The file tree that it starts from.", {
      pattern: [argument("image", names("image"))],
      example: "image busybox",
    }),
    statement("root", "Instead of an image: the host's own files.", {
      pattern: [argument("root", words("kind of root", built("host", "the host's own files")))],
      example: "root host",
    }),
    statement("storage", "Where what it writes is kept.", {
      pattern: [argument("storage", names("storage"))],
      example: "storage cow",
    }),
    statement("cgroup", "Whose limits it has.", {
      pattern: [argument("cgroup", names("cgroup"))],
      example: "cgroup small",
    }),
    statement("namespace", "A namespace that it joins.", {
      pattern: [argument("namespace", names("namespace"))],
      repeatable: true,
      example: "namespace lonely",
    }),
    networkRow,
    statement("mount", "A file or directory of the host, seen inside.", {
      pattern: [argument("source", HOST_PATH)],
      clauses: [
        { ...clause("at", "where inside", argument("target", CONTAINER_PATH)), required: true },
        clause("read-only", "nothing can be written there"),
      ],
      repeatable: true,
      example: 'mount "/srv/data" at "/data" read-only',
    }),
    statement("tmpfs", "A file system in memory.", {
      pattern: [argument("target", CONTAINER_PATH)],
      clauses: [clause("size", "at most this much", argument("size", POSITIVE_SIZE))],
      repeatable: true,
      example: 'tmpfs "/scratch" size 64MiB',
    }),
    statement("env", "An environment variable.", {
      pattern: [argument("name", ENVIRONMENT_NAME), argument("value", TEXT)],
      repeatable: true,
      example: 'env PATH "/bin"',
    }),
    statement("workdir", "The directory that its processes start in.", {
      pattern: [argument("path", CONTAINER_PATH)],
      example: 'workdir "/"',
    }),
    statement("hostname", "Its host name.", {
      pattern: [argument("hostname", TEXT)],
      example: "hostname box",
    }),
    statement("user", "The user id of its processes.", {
      pattern: [argument("uid", ID)],
      clauses: [clause("group", "the group id; the same number when unsaid", argument("gid", ID))],
      example: "user 1000 group 100",
    }),
    statement(
      "capabilities",
      "The capabilities that it keeps; all others are dropped. Unsaid: Docker's default set.",
      {
        pattern: [argument("capabilities", { kind: "list", of: CAPABILITY })],
        example: "capabilities [net_bind_service]",
      },
    ),
    statement(
      "no-new-privileges",
      "Whether set-user-id programs give no privileges inside; on when unsaid.",
      {
        pattern: [
          optional(
            "switch",
            words("switch", built("on", "they give none"), built("off", "they work as on the host")),
          ),
        ],
        example: "no-new-privileges",
      },
    ),
    {
      keyword: "seccomp",
      documentation: "What filters its system calls. Unsaid: what the engine does.",
      forms: [
        {
          pattern: [keyword("unconfined")],
          documentation: "Nothing.",
          example: "seccomp unconfined",
        },
        {
          pattern: [argument("profile", HOST_PATH)],
          documentation: "A profile in the form of the OCI runtime specification (`linux.seccomp`).",
          example: 'seccomp "profile.json"',
        },
      ],
    },
    {
      keyword: "apparmor",
      documentation: "The AppArmor profile of its processes. Unsaid: what the engine does.",
      forms: [
        { pattern: [keyword("unconfined")], documentation: "None.", example: "apparmor unconfined" },
        {
          pattern: [argument("profile", STRING)],
          documentation: "One that the kernel has loaded.",
          example: 'apparmor "docker-default"',
        },
      ],
    },
    statement(
      "boot",
      "Its process 1 is the init of its image: a whole system, which `start` without a command waits for.",
      { pattern: [], example: "boot" },
    ),
    statement("mask", "A path that is empty inside.", {
      pattern: [argument("path", CONTAINER_PATH)],
      repeatable: true,
      example: 'mask "/proc/cpuinfo"',
    }),
    statement("read-only", "Its file tree cannot be written.", { pattern: [], example: "read-only" }),
  ),
};
