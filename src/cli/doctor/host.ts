import { existsSync, readFileSync, statfsSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { dirname } from "node:path";
import { execa } from "execa";
import { quantity } from "../../execute/4-report/quantity.ts";
import { stateDirectory } from "../../execute/state.ts";
import { packagesOf } from "../packages.ts";
import { cgroupFindings, findCgroups } from "./cgroups.ts";
import type { Finding } from "./finding.ts";
import { namespaceFindings } from "./namespaces.ts";
import { pluginFindings, toolFindings } from "./plugins.ts";

/** All that ctrc wants to know about a host. Changes nothing on it. */
export async function examineHost(): Promise<Finding[]> {
  const read = (file: string): string | undefined => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  };
  const cgroups = findCgroups(read("/proc/self/mountinfo") ?? "", (directory) =>
    read(`${directory}/cgroup.controllers`),
  );
  return [
    ...(await hostFindings()),
    ...cgroupFindings(cgroups),
    ...(await namespaceFindings()),
    ...pluginFindings(),
    ...toolFindings(),
  ];
}

async function hostFindings(): Promise<Finding[]> {
  const isLinux = process.platform === "linux";
  const isRoot = process.getuid?.() === 0;
  const { stdout, failed } = await execa("bash", ["-p", "-c", "echo $BASH_VERSION"], { reject: false });
  const [major = 0, minor = 0] = (failed ? "" : stdout).split(".").map(Number);
  const isNew = major > 4 || (major === 4 && minor >= 2);
  const packages = packagesOf("bash");
  return [
    {
      topic: "host",
      name: "kernel",
      available: isLinux,
      detail: isLinux ? release() : "ctrc runs recipes on Linux only",
    },
    {
      topic: "host",
      name: "bash",
      available: isNew,
      detail: failed ? "missing" : isNew ? stdout : `${stdout} is older than 4.2`,
      ...(isNew || packages === undefined ? {} : { packages }),
    },
    {
      topic: "host",
      name: "root",
      available: isRoot,
      detail: isRoot
        ? "you are root"
        : `you are user ${process.getuid?.()}: recipes need root, or \`--rootless\``,
    },
    {
      topic: "host",
      name: "machine",
      available: true,
      detail: `${cpus().length} processors, ${quantity("memoryBytes", totalmem())} of memory`,
    },
    roomFinding(stateDirectory(undefined)),
  ];
}

/** What is free where containers keep their files; the folder need not be there yet. */
function roomFinding(state: string): Finding {
  let folder = state;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize, files, ffree } = statfsSync(folder);
  const bytes = quantity("freeBytes", bavail * bsize);
  // Not every file system counts files.
  const detail = `${bytes}${files === 0 ? "" : ` and ${ffree} files`} free for ${state}`;
  return { topic: "host", name: "room", available: bavail > 0 && (files === 0 || ffree > 0), detail };
}
