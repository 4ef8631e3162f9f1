import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cgroupsBelow, processesIn } from "./host-state.ts";

/** Folders of the host that have a layer in a sandbox, which takes what is written there. */
export const LAYERED: readonly string[] = ["etc", "var", "tmp"];

/**
 * A part of this host that nobody else uses: a folder, with a home in it, a mount namespace with a /dev/shm and a /run of
 * its own and with layers over /etc, /var and /tmp that take what is written there, a network namespace, and a cgroup in
 * every hierarchy. What is left in it was left by what was started in it.
 */
export interface Sandbox {
  readonly directory: string;
  /** A process whose mount and network namespaces these are. */
  readonly holder: number;
  /** One directory a hierarchy. */
  readonly cgroups: readonly string[];
  /** Starts a command in it, in a session of its own. */
  start(command: readonly string[], options?: StartOptions): Started;
  /** Kills what runs in it and removes it. */
  remove(): void;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param prepare bash that is run once in the new mount namespace, with the folder as its working directory */
export function makeSandbox(prepare = ""): Sandbox {
  const directory = mkdtempSync(join(tmpdir(), "ctrc-faults-"));
  for (const name of ["tmp", "home"]) mkdirSync(join(directory, name));
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  const cgroups = ownCgroups().map((own) => makeCgroup(own, name));
  const ready = join(directory, "ready");
  const holding = `
    mount -t tmpfs tmpfs /dev/shm
    mount -t tmpfs -o mode=0755 tmpfs /run
    mkdir host
    mount -t tmpfs tmpfs host
    exec 9<.
    for name in ${LAYERED.join(" ")}; do
      mkdir "host/$name" "host/work.$name"
      chmod --reference="/$name" "host/$name"
      mount -t overlay -o "lowerdir=/$name,upperdir=host/$name,workdir=host/work.$name" "$name" "/$name"
    done
    # This folder, which lies in one of them, is the real one.
    mount --no-canonicalize --rbind /proc/self/fd/9 "$PWD"
    exec 9<&-
    cd "$PWD"
    ${prepare}
    : >"$1"
    exec sleep infinity`;
  const holder = spawn(
    "unshare",
    ["--mount", "--net", "--propagation", "private", "bash", "-ec", holding, "hold", ready],
    {
      cwd: directory,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const { pid } = holder;
  if (pid === undefined) throw new Error("cannot start unshare");
  if (
    spawnSync("bash", [
      "-c",
      `until [[ -e $1 || ! -e /proc/$2 ]]; do sleep 0.01; done; [[ -e $1 ]]`,
      "wait",
      ready,
      `${pid}`,
    ]).status !== 0
  ) {
    throw new Error("cannot make a mount namespace");
  }
  rmSync(ready);

  const start = (command: readonly string[], { cwd = directory, env = {} }: StartOptions = {}): Started => {
    const join =
      'for directory in $JOIN; do echo 0 >"$directory/cgroup.procs" || exit; done; unset JOIN; exec "$@"';
    const words = [
      "--mount",
      "--net",
      `--target=${pid}`,
      `--wdns=${cwd}`,
      "sh",
      "-c",
      join,
      "sh",
      ...command,
    ];
    const child = spawn("nsenter", words, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        HOME: `${directory}/home`,
        TMPDIR: `${directory}/tmp`,
        JOIN: cgroups.join(" "),
        ...env,
      },
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (bytes) => stdout.push(bytes));
    child.stderr.on("data", (bytes) => stderr.push(bytes));
    const ended = new Promise<Ended>((settle, reject) => {
      child.on("error", reject);
      // Not `close`: what outlives the command may hold its pipes open.
      child.on("exit", (status) =>
        setTimeout(() => {
          child.stdout.destroy();
          child.stderr.destroy();
          settle({
            status,
            stdout: Buffer.concat(stdout).toString(),
            stderr: Buffer.concat(stderr).toString(),
          });
        }, 20),
      );
    });
    return { process: child, ended };
  };

  const remove = (): void => {
    for (let tries = 0; tries < 100 && processesIn(cgroups).length > 0; tries++) {
      for (const one of processesIn(cgroups)) kill(one.pid);
      spawnSync("sleep", ["0.05"]);
    }
    for (const cgroup of cgroups) {
      for (const path of cgroupsBelow(cgroup).reverse()) rmdirSync(path);
      rmdirSync(cgroup);
    }
    // Only from inside can be told where their files are. What is mounted keeps them until the end of the namespace unmounts it.
    spawnSync("nsenter", [
      "--mount",
      `--target=${pid}`,
      "bash",
      "-c",
      'losetup --list --noheadings --output NAME,BACK-FILE | while read -r device file; do case $file in "$1"/*) losetup -d "$device" ;; esac; done',
      "detach",
      directory,
    ]);
    kill(pid);
    rmSync(directory, { recursive: true, force: true });
  };
  return { directory, holder: pid, cgroups, start, remove };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** The cgroup of this process in every hierarchy that is mounted here. */
function ownCgroups(): string[] {
  const own = readFileSync("/proc/self/cgroup", "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(":"));
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .flatMap((line) => {
      const [before = "", after = ""] = line.split(" - ");
      const [, , , root = "/", point = ""] = before.split(" ");
      const [type, , options = ""] = after.split(" ");
      const found = own.find(([id, controllers = ""]) =>
        type === "cgroup2"
          ? id === "0"
          : type === "cgroup" && options.split(",").join(",").includes(controllers) && id !== "0",
      );
      const path = found?.slice(2).join(":");
      if (path === undefined) return [];
      return [join(point, root === "/" ? path : path.slice(root.length))];
    });
}

function makeCgroup(own: string, name: string): string {
  const directory = join(own, name);
  mkdirSync(directory);
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    // A version 1 cpuset begins empty, and takes no process then.
    try {
      writeFileSync(join(directory, file), readFileSync(join(own, file)));
    } catch {
      // It is no such hierarchy.
    }
  }
  return directory;
}
