import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cgroupsBelow, processesIn } from "./host-state.ts";
import { PATIENCE } from "./place.ts";

/** Folders of the host that have a layer in a sandbox, which takes what is written there. */
export const LAYERED: readonly string[] = ["etc", "var", "tmp"];

/** What the host's daemons and LVM tell each other by. */
const SHARED: readonly string[] = ["/run/udev", "/run/lvm", "/run/lock/lvm"].filter((path) =>
  existsSync(path),
);

/**
 * A part of this host that nobody else uses: a folder, with a home in it, a mount namespace with a /dev/shm and a /run of
 * its own (but for what LVM and udev keep there) and with layers over /etc, /var and /tmp that take what is written there, a network namespace, and a cgroup in
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
  /** Removes the cgroups that commands had for themselves which have ended, but for those in which they have left something. */
  tidy(): void;
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
    exec 8</run
    mount -t tmpfs -o mode=0755 tmpfs /run
    for name in ${SHARED.map((path) => path.slice("/run/".length)).join(" ")}; do
      mkdir -p "/run/$name"
      mount --no-canonicalize --bind "/proc/self/fd/8/$name" "/run/$name"
    done
    exec 8<&-
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

  let starts = 0;
  const over: string[] = [];
  const start = (command: readonly string[], { cwd = directory, env = {} }: StartOptions = {}): Started => {
    starts++;
    const places = cgroups.map((cgroup) => placeIn(cgroup, `start-${starts}`));
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
        JOIN: places.join(" "),
        ...env,
      },
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (bytes) => stdout.push(bytes));
    child.stderr.on("data", (bytes) => stderr.push(bytes));
    const ended = new Promise<Ended>((settle, reject) => {
      child.on("error", reject);
      // Not `close`: what outlives the command may hold its pipes open.
      child.on("exit", (status) => {
        over.push(...places.filter((place) => !cgroups.includes(place)));
        setTimeout(() => {
          child.stdout.destroy();
          child.stderr.destroy();
          settle({
            status,
            stdout: Buffer.concat(stdout).toString(),
            stderr: Buffer.concat(stderr).toString(),
          });
        }, 20 * PATIENCE);
      });
    });
    return { process: child, ended };
  };

  const tidy = (): void => {
    for (const place of over.splice(0)) {
      try {
        if (readFileSync(join(place, "cgroup.subtree_control"), "utf8").trim() === "") rmdirSync(place);
        else over.push(place);
      } catch {
        over.push(place);
      }
    }
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
  return { directory, holder: pid, cgroups, start, tidy, remove };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** Where cgroups can be made in every hierarchy that is mounted here: in that of this process, or above it. */
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
      const cgroup = join(point, root === "/" ? path : path.slice(root.length));
      return [type === "cgroup2" ? handingOut(cgroup, point) : cgroup];
    });
}

/** The nearest cgroup of version 2, from one upwards to the top, that hands out controllers. */
function handingOut(cgroup: string, top: string): string {
  const isOne = relative(top, cgroup) === "" || readControllers(cgroup, "subtree_control") !== "";
  return isOne ? cgroup : handingOut(dirname(cgroup), top);
}

function readControllers(cgroup: string, which: "controllers" | "subtree_control"): string {
  return readFileSync(join(cgroup, `cgroup.${which}`), "utf8").trim();
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
  if (hasControllers(directory)) {
    const controllers = readControllers(directory, "controllers").split(" ");
    writeFileSync(
      join(directory, "cgroup.subtree_control"),
      controllers.map((controller) => `+${controller}`).join(" "),
    );
  }
  return directory;
}

/** Whether it is of version 2 and can hand out controllers: then no process may be in itself. */
function hasControllers(cgroup: string): boolean {
  return existsSync(join(cgroup, "cgroup.controllers")) && readControllers(cgroup, "controllers") !== "";
}

/** Where a command is started: in a cgroup of its own, whose controllers it can hand out, below one that hands out its own. */
function placeIn(cgroup: string, name: string): string {
  if (!hasControllers(cgroup)) return cgroup;
  const place = join(cgroup, name);
  mkdirSync(place);
  return place;
}
