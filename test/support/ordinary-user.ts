import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, inject } from "vitest";
import { build } from "../../src/index.ts";
import { leftOf } from "./left.ts";

// The tests are root, to become somebody who is not.
export const NOBODY = { uid: 65534, gid: 65534 };
/** What tests need in which he has nothing but his name. */
export const ORDINARY_USER = { root: true, programs: ["busybox", "hostname", "setpriv", "unshare"] } as const;

/** What tests need in which he has ids set apart for him. */
export const SUBORDINATE_IDS = {
  ...ORDINARY_USER,
  programs: [...ORDINARY_USER.programs, "newuidmap", "newgidmap"],
  files: ["/etc/subuid", "/etc/subgid"],
};

/** The home of the user, and his programs. */
export let home: string;

/** For each test of the file that calls it. */
export function ordinaryUser(): void {
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "ctrc-rootless-"));
    chownSync(home, NOBODY.uid, NOBODY.gid);
    cpSync(dirname(inject("cli")), join(home, "ctrc"), { recursive: true });
    spawnSync("chmod", ["-R", "a+rX", join(home, "ctrc")]);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
}

const asRoot = () => ({ cwd: home, env: { PATH: process.env.PATH, HOME: home } });
export const asNobody = () => ({ ...NOBODY, ...asRoot() });
export const state = () => join(home, ".local/state/ctrc");

/** Words that run a recipe as the user, who has its script. */
export async function words(recipe: string, ...options: string[]): Promise<string[]> {
  const file = join(home, "recipe.ctr");
  writeFileSync(file, recipe);
  const { script, diagnostics } = await build(file);
  if (script === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  writeFileSync(join(home, "recipe.sh"), script);
  for (const name of ["recipe.ctr", "recipe.sh"]) chmodSync(join(home, name), 0o644);
  return ["bash", "recipe.sh", "--out", "out", ...options];
}

export function asUser([program = "", ...rest]: readonly string[]) {
  return spawnSync(program, rest, { ...asNobody(), encoding: "utf8", timeout: 50_000 });
}

/** Words that become the user, before words that he runs. */
export const BECOME = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];

/** The ids that are set apart for him, as a line of subuid(5). */
export const IDS = "nobody:200000:65536\n";

/**
 * Words for `unshare` that run others as the user, where files say, to him alone, which ids are set apart for him. What is put into
 * /var/tmp would stay when he is killed: nobody can there.
 */
function withIds(subordinate: string, command: readonly string[]): string[] {
  const file = join(home, "subid");
  writeFileSync(file, subordinate);
  chmodSync(file, 0o644);
  const mounts = `mount -t tmpfs -o ro none /var/tmp || exit
for path in /etc/subuid /etc/subgid; do mount --bind "$0" "$path" || exit; done; exec "$@"`;
  return ["--mount", "sh", "-c", mounts, file, ...BECOME, ...command];
}

/** @param join words before all others, see {@link withCgroups} */
export function asUserWith(subordinate: string, command: readonly string[], join: readonly string[] = []) {
  const [program = "", ...rest] = [...join, "unshare", ...withIds(subordinate, command)];
  return spawnSync(program, rest, { ...asRoot(), encoding: "utf8", timeout: 280_000 });
}

export function asUserLater(subordinate: string, command: readonly string[], join: readonly string[] = []) {
  const [program = "", ...rest] = [...join, "unshare", ...withIds(subordinate, command)];
  return spawn(program, rest, { ...asRoot(), stdio: "ignore" });
}

const isBusy = (cgroup: string) =>
  existsSync(cgroup) && readFileSync(join(cgroup, "cgroup.procs"), "utf8") !== "";

/**
 * Words that join cgroups before others are run, given to somebody who has them to himself. The cgroups are the user's, one in each of the
 * hierarchies in /sys/fs/cgroup, and are gone when it has ended; whoever leaves something in them is told so by an error.
 */
export async function withCgroups(
  hierarchies: readonly string[],
  use: (join: readonly string[]) => Promise<void>,
): Promise<void> {
  const cgroups = hierarchies.map((name) => `/sys/fs/cgroup/${name}/ctrc-test-${process.pid}`);
  const files = ["", "cgroup.procs", "tasks", "cgroup.subtree_control"];
  try {
    for (const cgroup of cgroups) {
      mkdirSync(cgroup);
      const his = files.map((file) => join(cgroup, file)).filter((path) => existsSync(path));
      for (const path of his) chownSync(path, NOBODY.uid, NOBODY.gid);
    }
    const script = `for file; do [ "$file" = -- ] && break; echo $$ >"$file/cgroup.procs"; shift; done; shift; exec "$@"`;
    await use(["sh", "-c", script, "sh", ...cgroups, "--"]);
  } finally {
    // Who is killed takes a moment to be gone.
    for (let tries = 0; tries < 100 && cgroups.some(isBusy); tries++) await pause(20);
    for (const cgroup of cgroups) if (existsSync(cgroup)) rmdirSync(cgroup);
  }
}

/** What the run has left, with any process that has to do with the home of the user. */
export function left(): string[] {
  const { runId } = JSON.parse(readFileSync(join(home, "out/events.jsonl"), "utf8").split("\n")[0] ?? "") as {
    runId: string;
  };
  return [...leftOf(runId, state()), ...sleepers()];
}

/** Processes of the test's recipes, by a number of seconds that nobody else sleeps, or the home of the user. */
export function sleepers(): string[] {
  const commands = readdirSync("/proc").flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
    } catch {
      return [];
    }
  });
  return commands.filter((command) => command.includes("65533") || command.includes(home));
}

/** The process that the user's last run belongs to. */
export function ownerOf(): { owner: number } {
  const [file = ""] = readdirSync(join(state(), "runs")).filter((name) => name.endsWith(".owner"));
  return { owner: Number(readFileSync(join(state(), "runs", file), "utf8").split("\n")[0]) };
}
