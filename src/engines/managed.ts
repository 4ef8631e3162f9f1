import type { Engine } from "../types/engine.ts";

/** What engines have in common that keep images and files themselves, and are told what to do by Docker's command line. */
export const managed = {
  inherits: ["managed"],
  needsRoot: true,
  makesCgroups: true,
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
    joins: [],
    actions: ["exec", "stop", "pause", "resume", "commit", "rollback", "export", "diff"],
  },
} as const satisfies Partial<Engine>;
