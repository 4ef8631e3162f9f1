import { existsSync } from "node:fs";
import { execa } from "execa";
import { findProgram } from "../find-program.ts";
import type { Finding } from "./finding.ts";

/** As recipes call them: the file in /proc/PID/ns and the option of unshare(1). */
const KINDS: readonly (readonly [name: string, file: string, option: string])[] = [
  ["pid", "pid", "--pid"],
  ["mount", "mnt", "--mount"],
  ["uts", "uts", "--uts"],
  ["ipc", "ipc", "--ipc"],
  ["network", "net", "--net"],
  ["cgroup", "cgroup", "--cgroup"],
  ["user", "user", "--user"],
  ["time", "time", "--time"],
];

const TRY_MS = 5000;

/** Makes a namespace of each kind for a moment: only trying tells what a host, or a container we are in, allows. */
export async function namespaceFindings(): Promise<Finding[]> {
  const unshare = findProgram("unshare");
  return await Promise.all(
    KINDS.map(async ([name, file, option]): Promise<Finding> => {
      const fault = !existsSync(`/proc/self/ns/${file}`)
        ? "the kernel was built without it"
        : unshare === undefined
          ? "cannot be tried without unshare(1)"
          : await tryNamespace(unshare, option);
      return { topic: "namespace", name, available: fault === undefined, detail: fault ?? "can be made" };
    }),
  );
}

/** @returns why not; undefined where it worked */
async function tryNamespace(unshare: string, option: string): Promise<string | undefined> {
  const fork = option === "--pid" || option === "--time" ? ["--fork"] : [];
  const { failed, stderr, timedOut } = await execa(unshare, [option, ...fork, "true"], {
    reject: false,
    timeout: TRY_MS,
    stdin: "ignore",
    env: { LC_ALL: "C" },
  });
  if (!failed) return undefined;
  const root = process.getuid?.() === 0 || option === "--user" ? "" : " (root can, perhaps)";
  return `${timedOut ? "it took too long" : (stderr.split("\n")[0] ?? "").replace(/^unshare: /, "")}${root}`;
}
