import { readFileSync } from "node:fs";
import { engines } from "../../engines/index.ts";
import { storageDrivers } from "../../storage/index.ts";
import type { PlugInPrivilege } from "../../types/privilege.ts";
import { findProgram } from "../find-program.ts";
import { packagesOf } from "../packages.ts";
import type { Finding } from "./finding.ts";

/** Storage drivers that are a file system of that name. */
const FILE_SYSTEMS: readonly string[] = ["overlay", "btrfs", "aufs"];

export function pluginFindings(): Finding[] {
  return [
    ...engines.map(({ name, documentation, tools, privilege }): Finding => {
      const lacking = tools.filter(({ program }) => findProgram(program) === undefined);
      const faults = [
        ...lacking.map(({ program }) => `there is no ${program}`),
        ...(privilege !== undefined && process.getuid?.() !== 0
          ? [`it needs root${withoutRoot(privilege)}`]
          : []),
      ];
      return finding("engine", name, faults, documentation, lacking[0]?.program);
    }),
    ...storageDrivers.map(({ name, documentation, tools }): Finding => {
      const lacking = tools.filter(({ program }) => findProgram(program) === undefined);
      const faults = lacking.map(({ program }) => `there is no ${program}`);
      if (FILE_SYSTEMS.includes(name) && !hasFileSystem(name))
        faults.push(`the kernel has no file system ${name}`);
      if (name.startsWith("lvm-") && !read("/proc/misc").includes("device-mapper"))
        faults.push("the kernel has no device-mapper, or has not loaded it");
      return finding("storage", name, faults, documentation, lacking[0]?.program);
    }),
  ];
}

function withoutRoot({ rootless, rootlessWith }: PlugInPrivilege): string {
  if (!rootless) return "";
  return `, or \`--rootless\`${rootlessWith === undefined ? "" : ` with ${rootlessWith}`}`;
}

/** Every program that an engine or a driver calls. */
export function toolFindings(): Finding[] {
  const programs = new Set([
    "bash",
    ...[...engines, ...storageDrivers].flatMap(({ tools }) => tools.map((tool) => tool.program)),
  ]);
  return [...programs].sort().map((program): Finding => {
    const file = findProgram(program);
    const packages = packagesOf(program);
    return {
      topic: "tool",
      name: program,
      available: file !== undefined,
      detail: file ?? "missing",
      ...(file !== undefined || packages === undefined ? {} : { packages }),
    };
  });
}

function finding(
  topic: Finding["topic"],
  name: string,
  faults: readonly string[],
  documentation: string,
  program: string | undefined,
): Finding {
  const packages = program === undefined ? undefined : packagesOf(program);
  return {
    topic,
    name,
    available: faults.length === 0,
    detail: faults.length === 0 ? documentation : faults.join(", "),
    ...(packages === undefined ? {} : { packages }),
  };
}

/** Whether the kernel has it loaded, or has a module of that name. */
function hasFileSystem(name: string): boolean {
  if (read("/proc/filesystems").split(/\s+/).includes(name)) return true;
  const release = read("/proc/sys/kernel/osrelease").trim();
  const isModule = (line: string): boolean => new RegExp(`/${name}\\.ko(\\.\\w+)?:`).test(line);
  return read(`/lib/modules/${release}/modules.dep`).split("\n").some(isModule);
}

/** The text of a file; empty where there is none. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
