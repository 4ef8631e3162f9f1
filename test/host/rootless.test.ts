import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { testOnHost } from "../support/needs.ts";
import {
  asNobody,
  asUser,
  asUserWith,
  BECOME,
  home,
  IDS,
  left,
  NOBODY,
  ORDINARY_USER,
  ordinaryUser,
  ownerOf,
  SUBORDINATE_IDS,
  sleepers,
  state,
  words,
} from "../support/ordinary-user.ts";

const CONTROLLERS = ["memory", "pids", "cpuacct", "freezer"];
const HOST_ENGINES = {
  ...SUBORDINATE_IDS,
  programs: [...SUBORDINATE_IDS.programs, "bwrap", "crun", "docker", "podman"],
};
const HOST_V1 = {
  ...ORDINARY_USER,
  programs: [...ORDINARY_USER.programs, "crun", "podman"],
  files: CONTROLLERS.map((name) => `/sys/fs/cgroup/${name}/cgroup.procs`),
};

ordinaryUser();

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
  testOnHost("runs containers with images all the same, and leaves nothing", ORDINARY_USER, async () => {
    const { status, stderr } = asUser(await words(RECIPE, "--rootless"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(left()).toEqual([]);
    // What no cgroup counts is not told as if it had been.
    const samples = readFileSync(join(home, "out/samples.jsonl"), "utf8");
    expect(samples).toContain("no cgroup with the controller memory is this user's");
    expect(samples).not.toMatch(/"memoryPeakBytes":\{"value":\d/);
  });

  testOnHost("has limits where a cgroup was delegated", HOST_V1, async () => {
    // The latter makes no cgroups itself then.
    const recipe = `recipe limited
matrix { engine [native, podman] }
image busybox { program "/bin/busybox" links [sh, sleep, dd] }
storage cow { driver overlay }
cgroup small {
  memory.max 32MiB
  pids.max   30
}
container box {
  engine  \${engine}
  image   busybox
  storage cow
  cgroup  small
}
check limited {
  start box as idle $ sleep 65533
  expect idle in small
  exec idle $ sh -c "for i in 1 2 3 4 5 6; do for j in 1 2 3 4 5; do sleep 1 & done; done"
  expect stderr contains "can't fork"
  pause idle
  resume idle
  pause idle
  stop idle
  run box $ dd if=/dev/zero of=/dev/null bs=64M count=1
  expect oom
}
measure peak {
  repeat    1
  calibrate none
  probe     time, cpu, memory
  run box $ dd if=/dev/zero of=/dev/null bs=16M count=1
  expect memory.peak >= 16MiB
  expect memory.peak < 24MiB
}
`;
    const script = await words(recipe, "--rootless");
    const refused = asUser(script);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain(
      "recipe.ctr:6: --rootless can limit memory only in a cgroup that was delegated to its user",
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
    "runs containers of bubblewrap and podman too, and is told what other engines want",
    HOST_ENGINES,
    async () => {
      const recipe = `recipe engines
matrix { engine [bwrap, podman, crun, docker] }
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
        expect(stdout.match(/check it: passed/g)).toHaveLength(2);
        expect(stdout).toMatch(
          /: skipped: engine crun: without root it needs (cgroup version 2 alone|a cgroup)/,
        );
        expect(stdout).toContain(": skipped: engine docker: only root can use it");
        expect(left()).toEqual([]);
        // Podman has nothing of his own there.
        expect(readdirSync(home).filter((name) => name.startsWith("."))).toEqual([".cache", ".local"]);
        expect([...readdirSync(join(home, ".cache")), ...readdirSync(join(home, ".local"))]).toEqual([
          "ctrc",
          "state",
        ]);
        rmSync(join(home, "out"), { recursive: true });
      }
    },
  );

  testOnHost("is told what needs root, before anything is made", ORDINARY_USER, async () => {
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
    ORDINARY_USER,
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

  testOnHost("runs by ctrc, and takes down what was killed", ORDINARY_USER, async () => {
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
