import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What a run has left on this machine: cgroups, processes, mounts, loop devices and files that carry its id or lie in its state
 * directory. Empty for a run that took down everything.
 */
export function leftOf(runId: string, state: string): string[] {
  return [
    ...cgroups("/sys/fs/cgroup", `ctrc-${runId}`),
    ...processes(`ctrc-${runId}`),
    ...mounts(state),
    ...loopDevices(state),
    ...["/run", "/tmp"].flatMap((folder) =>
      entries(folder)
        .filter(({ name }) => name.startsWith(`ctrc-${runId}`))
        .map(({ name }) => `directory ${folder}/${name}`),
    ),
    ...readdirSync(join(state, "runs")).map((name) => `directory ${join(state, "runs", name)}`),
  ];
}

function cgroups(directory: string, name: string): string[] {
  return entries(directory)
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.name.startsWith(name) ? [`cgroup ${path}`] : cgroups(path, name);
    });
}

function processes(cgroup: string): string[] {
  return (
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => read(`/proc/${pid}/cgroup`).includes(cgroup))
      // What has ended, and whose new parent has not looked yet, is nothing of ours.
      .filter((pid) => !/^State:\s+Z/m.test(read(`/proc/${pid}/status`)))
      .map((pid) => `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll("\0", " ")}`)
  );
}

function mounts(below: string): string[] {
  const points = read("/proc/self/mountinfo")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "");
  return points.filter((point) => point.startsWith(below)).map((point) => `mount ${point}`);
}

/** Others' cgroups come and go meanwhile. */
function entries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function loopDevices(below: string): string[] {
  return readdirSync("/sys/block")
    .map((name) => ({ name, file: read(`/sys/block/${name}/loop/backing_file`) }))
    .filter(({ file }) => file.startsWith(below))
    .map(({ name, file }) => `loop device ${name} on ${file.trim()}`);
}

/** A process or file may be gone before it is read. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
