import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { LAYERED, type Sandbox } from "./sandbox.ts";

/** Commands whose output tells what an engine keeps: a line of it is a thing that can be left. */
export type Lists = readonly (readonly string[])[];

/**
 * Everything in a sandbox that a run can leave on a host, a thing a line: cgroups, processes, mounts, loop devices, what
 * the device mapper has, namespaces that outlive their processes, network devices, sockets, and files with their digests.
 * @param folders names of folders of the sandbox
 */
export function hostState(sandbox: Sandbox, folders: readonly string[], lists: Lists = []): string[] {
  const { directory, holder, cgroups } = sandbox;
  sandbox.tidy();
  return [
    ...cgroups.flatMap((cgroup) => cgroupsBelow(cgroup).map((path) => `cgroup ${path}`)),
    ...processesIn(cgroups).map(({ pid, command }) => `process ${pid} ${command}`),
    ...mounts(holder),
    ...loopDevices(directory),
    ...deviceMapper(),
    ...networkDevices(holder),
    ...sockets(holder),
    ...[
      "/dev/shm",
      "/run",
      ...[...LAYERED.map((name) => `host/${name}`), "home", ...folders].map((name) => join(directory, name)),
    ].flatMap((path) => files(holder, path)),
    ...lists.flatMap(([program = "", ...words]) =>
      spawnSync(program, words, { encoding: "utf8" })
        .stdout.split("\n")
        .filter(Boolean)
        .map((line) => `${program} ${line}`),
    ),
  ].sort();
}

/** What is in one list and not in the other. */
export function differences(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((line) => !before.includes(line)).map((line) => `left: ${line}`),
    ...before.filter((line) => !after.includes(line)).map((line) => `lost: ${line}`),
  ];
}

/** All directories below one, those that lie in others after them. */
export function cgroupsBelow(directory: string): string[] {
  return entries(directory)
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return [path, ...cgroupsBelow(path)];
    });
}

/** Processes in cgroups and those below them; dead ones that nobody has waited for are none. */
export function processesIn(
  cgroups: readonly string[],
): { readonly pid: number; readonly command: string }[] {
  const directories = cgroups.flatMap((cgroup) => [cgroup, ...cgroupsBelow(cgroup)]);
  const pids = new Set(
    directories.flatMap((path) => read(join(path, "cgroup.procs")).split("\n").filter(Boolean)),
  );
  return [...pids]
    .filter((pid) => !/\) [ZX] /.test(read(`/proc/${pid}/stat`)) && read(`/proc/${pid}/stat`) !== "")
    .map((pid) => ({
      pid: Number(pid),
      command: read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").slice(0, 1000),
    }));
}

/** Without the numbers, which differ each time; namespaces that are pinned by a mount are among them. */
function mounts(holder: number): string[] {
  return read(`/proc/${holder}/mountinfo`)
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [, , , root = "", point = "", ...rest] = line.split(" ");
      return `mount ${root} ${point} ${rest.slice(rest.indexOf("-") + 1).join(" ")}`;
    });
}

function loopDevices(below: string): string[] {
  return entries("/sys/block")
    .map(({ name }) => ({ name, file: read(`/sys/block/${name}/loop/backing_file`).trim() }))
    .filter(({ file }) => file.includes(`${below}/`))
    .map(({ name, file }) => `loop device ${name} ${file}`);
}

/** Its devices, their names in /dev, and the folders of volume groups there. */
function deviceMapper(): string[] {
  return [
    ...entries("/sys/block")
      .map(({ name }) => read(`/sys/block/${name}/dm/name`).trim())
      .filter(Boolean)
      .map((name) => `device of the device mapper ${name}`),
    ...entries("/dev/mapper")
      .filter(({ name }) => name !== "control")
      .map(({ name }) => `name of a device /dev/mapper/${name}`),
    ...entries("/dev")
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => entries(`/dev/${name}`))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => pointsTo(path).startsWith("../dm-"))
      .map((path) => `name of a device ${path}`),
  ];
}

function networkDevices(holder: number): string[] {
  return read(`/proc/${holder}/net/dev`)
    .split("\n")
    .slice(2)
    .filter(Boolean)
    .map((line) => `network device ${line.trim().split(":")[0]}`);
}

/** Those with a name, which is a path or an abstract one. */
function sockets(holder: number): string[] {
  return read(`/proc/${holder}/net/unix`)
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/ +/).slice(7).join(" "))
    .filter(Boolean)
    .map((name) => `socket ${name}`);
}

/** Of larger files, which are disks, size and place say enough. */
const DIGESTED_BYTES = 64 * 1024 * 1024;

/** What udev and LVM note of all devices that there are, each time that one of them looks. */
const ACCOUNTS = ["/run/udev", "/run/lvm/hints", "/run/lvm/newhints"];

/** Seen from the mount namespace of a process. */
function files(holder: number, path: string): string[] {
  const there = `/proc/${holder}/root${path}`;
  const entry = lstatSync(there, { throwIfNoEntry: false });
  if (entry === undefined) return [];
  const mode = (entry.mode & 0o7777).toString(8);
  if (entry.isSymbolicLink()) return [`link ${path} ${readlinkSync(there)}`];
  if (ACCOUNTS.includes(path)) return [];
  if (entry.isDirectory()) {
    return [
      `directory ${path} ${mode}`,
      ...readdirSync(there).flatMap((name) => files(holder, join(path, name))),
    ];
  }
  const digest =
    entry.isFile() && entry.size <= DIGESTED_BYTES
      ? createHash("sha256").update(readFileSync(there)).digest("hex").slice(0, 16)
      : "";
  return [`file ${path} ${mode} ${entry.uid}:${entry.gid} ${entry.size} ${digest}`];
}

function entries(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Nowhere, where it is no link. */
function pointsTo(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

/** A process or file may be gone before it is read. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
