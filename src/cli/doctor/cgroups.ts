import type { Finding } from "./finding.ts";

export type CgroupMode = "v1" | "v2" | "hybrid" | "none";

export interface Cgroups {
  readonly mode: CgroupMode;
  /** By controller: the version of the hierarchy that it is on. */
  readonly controllers: ReadonlyMap<string, 1 | 2>;
}

/** Controllers that recipes can set limits with, or that count what is measured. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  cpu: "cpu.max, cpu.weight",
  cpuset: "cpuset.cpus, cpuset.mems",
  memory: "memory.max and the peak of memory",
  pids: "pids.max",
  io: "io.max, io.weight",
};

/** Names that version 1 gives what version 2 calls otherwise. */
const OLD_NAMES: Readonly<Record<string, string>> = { blkio: "io" };

/**
 * Hierarchies and where each controller is.
 * @param mountInfo text of /proc/self/mountinfo
 * @param readControllers text of `cgroup.controllers` in a directory; undefined where there is none
 */
export function findCgroups(
  mountInfo: string,
  readControllers: (directory: string) => string | undefined,
): Cgroups {
  const controllers = new Map<string, 1 | 2>();
  let hasV1 = false;
  let hasV2 = false;
  for (const line of mountInfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const directory = before.split(" ")[4] ?? "";
    const [type, , options = ""] = after.split(" ");
    if (type === "cgroup2") {
      hasV2 = true;
      for (const name of (readControllers(directory) ?? "").split(/\s+/)) {
        if (name !== "") controllers.set(name, 2);
      }
    } else if (type === "cgroup") {
      const names = options.split(",").map((name) => OLD_NAMES[name] ?? name);
      const known = names.filter((name) => name in CONTROLLERS || name === "cpuacct" || name === "freezer");
      for (const name of known) controllers.set(name, 1);
      hasV1 ||= known.length > 0;
    }
  }
  const mode = hasV1 && hasV2 ? "hybrid" : hasV1 ? "v1" : hasV2 ? "v2" : "none";
  return { mode, controllers };
}

export function cgroupFindings({ mode, controllers }: Cgroups): Finding[] {
  const hierarchy: Finding = {
    topic: "cgroup",
    name: "hierarchy",
    available: mode !== "none",
    detail: mode === "none" ? "no cgroup file system is mounted" : mode,
  };
  return [
    hierarchy,
    ...Object.entries(CONTROLLERS).map(([name, purpose]): Finding => {
      const version = controllers.get(name);
      return {
        topic: "cgroup",
        name,
        available: version !== undefined,
        detail:
          version === undefined
            ? `the kernel offers it in no hierarchy: no ${purpose}`
            : `version ${version}: ${purpose}`,
      };
    }),
  ];
}
