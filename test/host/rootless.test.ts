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
import { afterEach, beforeEach, describe, expect, inject } from "vitest";
import { build } from "../../src/index.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

// The tests are root, to become somebody who is not.
const NOBODY = { uid: 65534, gid: 65534 };
const HOST = { root: true, programs: ["busybox", "hostname", "setpriv", "unshare"] } as const;
const CONTROLLERS = ["memory", "pids", "cpuacct", "freezer"];
const HOST_IDS = {
  ...HOST,
  programs: [...HOST.programs, "newuidmap", "newgidmap"],
  files: ["/etc/subuid", "/etc/subgid"],
};
const HOST_ENGINES = { ...HOST_IDS, programs: [...HOST_IDS.programs, "bwrap", "crun", "podman"] };
const HOST_V1 = { ...HOST, files: CONTROLLERS.map((name) => `/sys/fs/cgroup/${name}/cgroup.procs`) };

/** The home of the user, and his programs. */
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "ctrc-rootless-"));
  chownSync(home, NOBODY.uid, NOBODY.gid);
  cpSync(dirname(inject("cli")), join(home, "ctrc"), { recursive: true });
  spawnSync("chmod", ["-R", "a+rX", join(home, "ctrc")]);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const asRoot = () => ({ cwd: home, env: { PATH: process.env.PATH, HOME: home } });
const asNobody = () => ({ ...NOBODY, ...asRoot() });
const state = () => join(home, ".local/state/ctrc");

/** Words that run a recipe as the user, who has its script. */
async function words(recipe: string, ...options: string[]): Promise<string[]> {
  const file = join(home, "recipe.ctr");
  writeFileSync(file, recipe);
  const { script, diagnostics } = await build(file);
  if (script === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  writeFileSync(join(home, "recipe.sh"), script);
  for (const name of ["recipe.ctr", "recipe.sh"]) chmodSync(join(home, name), 0o644);
  return ["bash", "recipe.sh", "--out", "out", ...options];
}

function asUser([program = "", ...rest]: readonly string[]) {
  return spawnSync(program, rest, { ...asNobody(), encoding: "utf8", timeout: 50_000 });
}

/** Words that become the user, before words that he runs. */
const BECOME = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];

/** The ids that are set apart for him, as a line of subuid(5). */
const IDS = "nobody:200000:65536\n";

/** Words for `unshare` that run others as the user, where files say, to him alone, which ids are set apart for him. */
function withIds(subordinate: string, command: readonly string[]): string[] {
  const file = join(home, "subid");
  writeFileSync(file, subordinate);
  chmodSync(file, 0o644);
  const mounts = 'for path in /etc/subuid /etc/subgid; do mount --bind "$0" "$path" || exit; done; exec "$@"';
  return ["--mount", "sh", "-c", mounts, file, ...BECOME, ...command];
}

const asUserWith = (subordinate: string, command: readonly string[]) =>
  spawnSync("unshare", withIds(subordinate, command), { ...asRoot(), encoding: "utf8", timeout: 50_000 });

const asUserLater = (subordinate: string, command: readonly string[]) =>
  spawn("unshare", withIds(subordinate, command), { ...asRoot(), stdio: "ignore" });

/** What the run has left, with any process that has to do with the home of the user. */
function left(): string[] {
  const { runId } = JSON.parse(readFileSync(join(home, "out/events.jsonl"), "utf8").split("\n")[0] ?? "") as {
    runId: string;
  };
  return [...leftOf(runId, state()), ...sleepers()];
}

/** Processes of this file's recipes, by a number of seconds that nobody else sleeps. */
function sleepers(): string[] {
  const commands = readdirSync("/proc").flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
    } catch {
      return [];
    }
  });
  return commands.filter((command) => command.includes("65533"));
}

/** An archive of files that belong to several users, in the home of the user. */
function archiveOfOwners(): void {
  const make = `set -e; umask 022; mkdir -p tree/bin tree/folder tree/tmp; cp /bin/busybox tree/bin
for name in sh stat cat chown id mkdir chmod sleep true; do ln -s busybox "tree/bin/$name"; done
echo "of 1000" >tree/secret; echo "of 65536" >tree/folder/file; chmod 600 tree/secret; chmod 700 tree/folder; chmod 1777 tree/tmp
mknod tree/null c 1 3; chown 1000:1001 tree/secret; chown 33:33 tree/folder; chown 65536:65535 tree/folder/file
tar -C tree --numeric-owner -cf owned.tar .; rm -r tree`;
  const { status, stderr } = spawnSync("sh", ["-c", make], { cwd: home, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}

const CONTAINERS = `image busybox { program "/bin/busybox" links [sh, dd, sleep, cat, mkdir, rm, ls] }
storage copies { driver vfs }
storage cow { driver overlay }
container host-files { root host }
container copy {
  image   busybox
  storage copies
}
container box {
  image    busybox
  storage  cow
  hostname inside
  tmpfs    "/tmp"
}
`;

const RECIPE = `recipe without-root "An ordinary user's"
${CONTAINERS}
namespace net { network loopback }
container peer {
  root      host
  namespace net
}

check is-a-container {
  run box $ sh -c "cat /proc/sys/kernel/hostname && ls /"
  expect stdout contains "inside"
  run host-files $ readlink /proc/self
  expect stdout is "1"
  run copy $ sh -c "echo written >/file && cat /file"
  expect stdout is "written"
  run peer $ grep -c : /proc/net/dev
  expect stdout is "1"
}

check keeps-and-commits {
  run box keep as first $ sh -c "mkdir /d && echo kept >/d/file"
  commit first as second
  run second $ cat /d/file
  expect stdout is "kept"
  run second $ sh -c "rm -r /d && mkdir /d && ls /d"
  expect stdout is ""
}

check leaves-nothing {
  host $ sh -c "sleep 65533 >/dev/null 2>&1 &"
  start box as sleeper $ sh -c "sleep 65533 & sleep 65533"
  run box timeout 100ms $ sleep 65533
  expect exit 124
  exec sleeper $ cat /proc/1/comm
}

measure start {
  repeat 2
  probe  time, cpu, memory
  run box $ true
}
`.replace("links [sh,", "links [true, sh,");

describe("a user who is not root", () => {
  testOnHost("runs containers with images all the same, and leaves nothing", HOST, async () => {
    const { status, stderr } = asUser(await words(RECIPE, "--rootless"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(left()).toEqual([]);
    // What no cgroup counts is not told as if it had been.
    const samples = readFileSync(join(home, "out/samples.jsonl"), "utf8");
    expect(samples).toContain("no cgroup with the controller memory is this user's");
    expect(samples).not.toMatch(/"memoryPeakBytes":\{"value":\d/);
  });

  testOnHost(
    "has files of several owners, and other users, where he has ids set apart",
    HOST_IDS,
    async () => {
      archiveOfOwners();
      const recipe = `recipe owners
image owned { archive "owned.tar" }
image more {
  image owned
  file  "/etc/motd" "hello\\n"
}
storage copies { driver vfs }
storage cow { driver overlay }
namespace ids { user }
container box {
  image   more
  storage cow
  user    1000 group 1001
}
container system {
  image   owned
  storage copies
}
container within {
  image     owned
  storage   cow
  namespace ids
}

check owners {
  run system $ stat -c "%u:%g %a %n" /bin /secret /folder /folder/file
  expect stdout is """
    0:0 755 /bin
    1000:1001 600 /secret
    33:33 700 /folder
    65536:65535 644 /folder/file
    """
  run within $ stat -c "%u:%g %a %n" /bin /secret /folder /folder/file
  expect stdout is """
    0:0 755 /bin
    1000:1001 600 /secret
    33:33 700 /folder
    65536:65535 644 /folder/file
    """
  run system $ chown 7:8 /secret
}

check users {
  run box $ cat /secret
  expect stdout is "of 1000"
  run box $ cat /folder/file
  expect stderr contains "Permission denied"
  start box as one $ sh -c "trap exit TERM; mkdir /tmp/mine; chmod 700 /tmp/mine; echo x >/tmp/mine/x; sleep 65533 & wait"
  exec one $ sh -c "until [ -e /tmp/mine/x ]; do :; done; stat -c %u:%g /tmp/mine; id"
  expect stdout is "1000:1001\\nuid=1000 gid=1001"
  stop one
  commit one as mine
  run mine $ cat /tmp/mine/x
  expect stdout is "x"
}
`;
      const script = await words(recipe, "--rootless");
      const { status, stdout, stderr } = asUserWith(IDS, script);
      expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
      expect(stdout.match(/warning: .*/g)).toEqual([
        expect.stringMatching(/owned\.tar: left out the devices \/null$/),
      ]);
      expect(left()).toEqual([]);
      const { idMaps } = JSON.parse(readFileSync(join(home, "out/environment.json"), "utf8"));
      expect(idMaps).toBe("0:65534:1 1:200000:65536 0:65534:1 1:200000:65536");
    },
  );

  testOnHost("takes down what was killed and others own in it", HOST_IDS, async () => {
    archiveOfOwners();
    const recipe = `recipe owners
image owned { archive "owned.tar" }
storage copies { driver vfs }
storage cow { driver overlay }
container copy {
  image   owned
  storage copies
  user    1000
}
container box {
  image   owned
  storage cow
  user    1000
}
check lasts {
  start copy as first $ sh -c "mkdir -m 700 /tmp/mine && echo x >/tmp/mine/x && sleep 65533"
  run box $ sh -c "mkdir -m 700 /tmp/mine && echo x >/tmp/mine/x && sleep 65533"
}
`;
    const script = await words(recipe, "--rootless");
    const run = asUserLater(IDS, script);
    const ended = new Promise((resolve) => run.once("exit", resolve));
    const written = () => spawnSync("find", [state(), "-path", "*/mine/x"], { encoding: "utf8" }).stdout;
    while (written().split("\n").length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    process.kill(ownerOf().owner, "SIGKILL");
    await ended;
    const cleaned = asUserWith(IDS, [...script.slice(0, 2), "--cleanup"]);
    expect(cleaned.stderr).toBe("");
    expect(cleaned.stdout).toMatch(/^took down what was left of run /);
    expect(left()).toEqual([]);
  });

  testOnHost("is told what he lacks who has none", HOST_IDS, async () => {
    archiveOfOwners();
    const image = 'image owned { archive "owned.tar" }\n';
    const box = "container box {\nimage owned\nuser 1000\n}\n";
    const other = asUserWith(
      "somebody:200000:65536\n",
      await words(`recipe other\n${image}${box}check it { run box $ true }\n`, "--rootless"),
    );
    expect(other.status).toBe(3);
    expect(other.stderr).toContain(
      "recipe.ctr:3: --rootless can run a container as another user only with subordinate ids: /etc/subuid has none for user nobody",
    );
    const refused = asUserWith(IDS, [
      ...["setpriv", "--no-new-privs"],
      ...(await words(`recipe other\n${image}${box}check it { run box $ true }\n`, "--rootless")),
    ]);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toMatch(/only with subordinate ids: newgidmap: /);

    const root = box.replace("user 1000\n", "");
    const one = asUserWith(
      "",
      await words(
        `recipe one\n${image}${root}check it {\nrun box $ stat -c %u /secret\nexpect stdout is "0"\n}\n`,
        "--rootless",
      ),
    );
    expect({ status: one.status, stderr: one.stderr }, one.stdout).toEqual({ status: 0, stderr: "" });
    expect(one.stdout).toContain(
      "/owned.tar: 3 files of others are root's, since there are no subordinate ids: /etc/subuid has none for user nobody",
    );
  });

  testOnHost("has limits where a cgroup was delegated", HOST_V1, async () => {
    const recipe = `recipe limited
cgroup small {
  memory.max 32MiB
  pids.max   30
}
container box {
  root   host
  cgroup small
}
check limited {
  start box as idle $ sleep 65533
  expect idle in small
  pause idle
  resume idle
  run box $ dd if=/dev/zero of=/dev/null bs=64M count=1
  expect oom
}
`;
    const script = await words(recipe, "--rootless");
    const refused = asUser(script);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain(
      "recipe.ctr:3: --rootless can limit memory only in a cgroup that was delegated to its user",
    );
    expect(refused.stderr).toContain("systemd-run --user --scope -p Delegate=yes");
    expect(existsSync(join(home, "out"))).toBe(false);

    const cgroups = CONTROLLERS.map((name) => `/sys/fs/cgroup/${name}/ctrc-test-${process.pid}`);
    try {
      for (const cgroup of cgroups) {
        mkdirSync(cgroup);
        for (const path of [cgroup, join(cgroup, "cgroup.procs"), join(cgroup, "tasks")]) {
          chownSync(path, NOBODY.uid, NOBODY.gid);
        }
      }
      const join_ = `for file; do [ "$file" = -- ] && break; echo $$ >"$file/cgroup.procs"; shift; done; shift; exec "$@"`;
      const ended = spawnSync("sh", ["-c", join_, "sh", ...cgroups, "--", ...BECOME, ...script], {
        cwd: home,
        env: { PATH: process.env.PATH, HOME: home },
        encoding: "utf8",
      });
      expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: "" });
      expect(left()).toEqual([]);
    } finally {
      for (const cgroup of cgroups) if (existsSync(cgroup)) rmdirSync(cgroup);
    }
  });

  testOnHost(
    "runs containers of bubblewrap too, and is told what other engines want",
    HOST_ENGINES,
    async () => {
      const recipe = `recipe engines
matrix { engine [bwrap, crun, podman] }
image busybox { program "/bin/busybox" links [sh, sleep, cat, id] }
storage cow { driver overlay }
container box {
  engine  \${engine}
  image   busybox
  storage cow
}
check it {
  run box $ cat /proc/self/uid_map
  expect stdout matches " 65534 "
  start box as one $ sh -c "trap exit TERM; echo kept >/file; sleep 65533 & wait"
  exec one $ sh -c "until [ -s /file ]; do :; done; id -u"
  expect stdout is "0"
  stop one
  commit one as two
  run two $ cat /file
  expect stdout is "kept"
}
`;
      const script = await words(recipe, "--rootless");
      for (const ids of ["", IDS]) {
        const { status, stdout, stderr } = asUserWith(ids, script);
        expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
        expect(stdout).toMatch(/check it: passed/);
        expect(stdout).toMatch(
          /: skipped: engine crun: without root it needs (cgroup version 2 alone|a cgroup)/,
        );
        expect(stdout).toContain(": skipped: engine podman: only root can use it");
        expect(left()).toEqual([]);
        rmSync(join(home, "out"), { recursive: true });
      }
    },
  );

  testOnHost("is told what needs root, before anything is made", HOST, async () => {
    const recipe = `recipe rooted
image busybox { program "/bin/busybox" }
storage blocks {
  driver btrfs
  size   1GiB
}
container box {
  image   busybox
  storage blocks
}
check it { run box $ /bin/busybox true }
`;
    const plain = asUser(await words(recipe));
    expect(plain.status).toBe(3);
    expect(plain.stderr).toContain(
      "recipe.ctr:3: root is required to make and mount a file system for btrfs, this is user 65534",
    );
    expect(plain.stderr).not.toContain("--rootless does it");
    const rootless = asUser(await words(recipe, "--rootless"));
    expect(rootless.status).toBe(3);
    expect(rootless.stderr).toContain(
      "recipe.ctr:3: only root can make and mount a file system for btrfs, --rootless cannot",
    );
    const hint = asUser(await words(RECIPE));
    expect(hint.stderr).toContain("--rootless does it without root");

    const ctrc = (...options: string[]) => asUser([process.execPath, "ctrc/cli.js", ...options]);
    const run = ctrc("run", "recipe.ctr");
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(
      /^error\[needs-root\]: you are user 65534, and this needs root, to mount files/,
    );
    expect(run.stderr).toContain("ctrc run --rootless");
    expect(existsSync(join(home, "ctrc-results"))).toBe(false);
    expect(existsSync(state())).toBe(false);
  });

  testOnHost(
    "is shown nothing that a terminal obeys, and keeps nothing of the environment",
    HOST,
    async () => {
      const recipe = `recipe loud
container box { root host }
check speaks {
  host $ printf "\\033[31mred"
  expect stdout is "white"
}
`;
      const script = await words(recipe, "--rootless");
      const secret = "kept-by-nobody";
      const environment = { ...asNobody().env, KEPT_SECRET: secret };
      const options = { ...asNobody(), env: environment, encoding: "utf8" } as const;
      const bare = spawnSync("bash", script.slice(1), options);
      const cli = ["ctrc/cli.js", "run", "recipe.ctr", "--rootless", "--out", "out2"];
      const ctrc = spawnSync(process.execPath, cli, options);
      for (const { status, stdout, stderr } of [bare, ctrc]) {
        expect(status).toBe(1);
        expect(stdout).toContain("[31mred");
        expect(`${stdout}${stderr}`).not.toContain("\u001b");
      }
      // What a failed step leaves to find out why is no exception.
      const failing = await words(
        'recipe failing\ncontainer box {\nroot host\nmount "missing" at "/mnt"\n}\ncheck it { run box $ true }\n',
      );
      const failed = spawnSync("bash", [...failing.slice(1, 2), "--rootless", "--out", "out3"], options);
      expect(failed.status).toBe(4);
      expect(existsSync(join(home, "out3/variables.txt"))).toBe(true);
      const found = spawnSync("grep", ["-rl", secret, "out", "out2", "out3"], {
        cwd: home,
        encoding: "utf8",
      });
      expect(found.stdout).toBe("");
    },
  );

  testOnHost("runs by ctrc, and takes down what was killed", HOST, async () => {
    await words(`${RECIPE}\ncheck lasts {\n  run box $ sleep 65533\n}\n`);
    const cli = ["ctrc/cli.js", "run", "recipe.ctr", "--rootless", "--out", "out"];
    const run = spawn(process.execPath, cli, { ...asNobody(), stdio: ["ignore", "ignore", "pipe"] });
    const events = join(home, "out/events.jsonl");
    while (!existsSync(events) || !/"block-started".*"lasts"/.test(readFileSync(events, "utf8"))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const { owner } = ownerOf();
    const ended = new Promise((resolve) => run.once("exit", resolve));
    process.kill(owner, "SIGKILL");
    await ended;
    // The kernel has ended all that it had started.
    const deadline = Date.now() + 5000;
    while (sleepers().length > 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 20));
    expect(sleepers()).toEqual([]);
    expect(readdirSync(join(state(), "runs"))).not.toEqual([]);
    const cleaned = asUser([process.execPath, "ctrc/cli.js", "clean"]);
    expect(cleaned.status).toBe(0);
    expect(cleaned.stdout).toMatch(/: took down /);
    expect(left()).toEqual([]);
  });
});

function ownerOf(): { owner: number } {
  const [file = ""] = readdirSync(join(state(), "runs")).filter((name) => name.endsWith(".owner"));
  return { owner: Number(readFileSync(join(state(), "runs", file), "utf8").split("\n")[0]) };
}
