import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { testOnHost } from "../support/needs.ts";
import {
  asUserLater,
  asUserWith,
  home,
  IDS,
  left,
  ordinaryUser,
  ownerOf,
  SUBORDINATE_IDS,
  state,
  withCgroups,
  words,
} from "../support/ordinary-user.ts";

const ENGINES = {
  ...SUBORDINATE_IDS,
  programs: [...SUBORDINATE_IDS.programs, "bwrap", "crun", "lxc-execute", "podman", "systemd-nspawn"],
};
/** Those of systemd are there under the same names wherever there is version 1. */
const HIERARCHIES = ["memory", "pids", "cpuacct", "freezer", "unified", "systemd"];
const HOST_V1 = { ...ENGINES, files: HIERARCHIES.map((name) => `/sys/fs/cgroup/${name}/cgroup.procs`) };

ordinaryUser();

const IMAGE = `image busybox {
  program "/bin/busybox" links [sh, cat, dd, id, ls, sleep, stat, touch]
  directory "/tmp" mode 1777
}
storage cow { driver overlay }
`;

/** Two that last, one in its own cgroup as engines make them. */
const LASTING = `matrix { engine [lxc, nspawn] }
${IMAGE}container box {
  engine  \${engine}
  image   busybox
  storage cow
}
check lasts {
  start box as first $ sh -c "echo x >/written && sleep 65533"
  run box $ sh -c "echo x >/written && sleep 65533"
}
`;

describe("a user who is not root", () => {
  testOnHost(
    "runs containers of LXC, without a cgroup too, and is told what nspawn wants",
    ENGINES,
    async () => {
      const recipe = `recipe lxc
matrix { engine [lxc, nspawn] }
${IMAGE}container box {
  engine   \${engine}
  image    busybox
  storage  cow
  hostname boxed
}
container host-files {
  engine lxc
  root   host
  mask   "/proc/cpuinfo"
}
check it {
  run box $ sh -c "echo err >&2; cat /proc/sys/kernel/hostname; ls /dev /dev/pts; exit 7"
  expect exit 7
  expect stdout matches "^boxed\\n(.*\\n)*null\\n(.*\\n)*ptmx\\n"
  expect stderr is "err"
  start box as one $ sh -c "trap exit TERM; echo kept >/file; while :; do sleep 0.1; done"
  exec one $ sh -c "until [ -s /file ]; do :; done; id -u"
  expect stdout is "0"
  stop one
  commit one as two
  run two $ cat /file
  expect stdout is "kept"
  run host-files $ cat /etc/hostname /proc/cpuinfo
  run host-files timeout 200ms $ sleep 65533
  expect exit 124
}
`;
      const script = await words(recipe, "--rootless");
      const reasons = [
        [
          IDS,
          /: skipped: engine nspawn: without root it needs a cgroup of (version 2|name=systemd) that was/,
        ],
        ["", /: skipped: engine nspawn: without root it needs subordinate ids: \/etc\/subuid has none/],
      ] as const;
      for (const [ids, reason] of reasons) {
        const { status, stdout, stderr } = asUserWith(ids, script);
        expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
        expect(stdout.match(/check it: passed/g)).toHaveLength(1);
        expect(stdout).toMatch(reason);
        expect(left()).toEqual([]);
        rmSync(join(home, "out"), { recursive: true });
      }
    },
  );

  testOnHost("boots a system with LXC only where it may have cgroups", ENGINES, async () => {
    const recipe = `recipe boots
${IMAGE}container machine {
  engine lxc
  image  busybox
  boot
}
check it { start machine as m }
`;
    const { status, stderr } = asUserWith(IDS, await words(recipe, "--rootless"));
    expect(status).toBe(3);
    expect(stderr).toContain(
      "recipe.ctr:7: --rootless can boot a system only in a cgroup that was delegated to its user",
    );
  });

  testOnHost("has limits with both where cgroups were delegated", HOST_V1, async () => {
    const recipe = `recipe limited
matrix { engine [lxc, nspawn] }
${IMAGE}cgroup small {
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
  pause idle
  resume idle
  exec idle $ id -u
  expect stdout is "0"
  run box $ dd if=/dev/zero of=/dev/null bs=64M count=1
  expect oom
}
measure peak {
  repeat 1
  probe  time, cpu, memory
  run box $ dd if=/dev/zero of=/dev/null bs=16M count=1
  expect memory.peak >= 16MiB
}
`;
    const script = await words(recipe, "--rootless");
    await withCgroups(HIERARCHIES, async (join) => {
      const { status, stdout, stderr } = asUserWith(IDS, script, join);
      expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
      expect(stdout.match(/check limited: passed/g)).toHaveLength(2);
      expect(left()).toEqual([]);
    });
  });

  testOnHost("takes down what was killed, with either", HOST_V1, async () => {
    const script = await words(`recipe lasting\n${LASTING}`, "--rootless");
    const written = () => spawnSync("find", [state(), "-path", "*/written"], { encoding: "utf8" }).stdout;
    await withCgroups(HIERARCHIES, async (join_) => {
      for (const cell of ["1", "2"]) {
        const run = asUserLater(IDS, [...script, "--cell", cell], join_);
        const ended = new Promise((resolve) => run.once("exit", resolve));
        while (written().split("\n").length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
        process.kill(ownerOf().owner, "SIGKILL");
        await ended;
        const cleaned = asUserWith(IDS, [...script.slice(0, 2), "--cleanup"]);
        expect(cleaned.stderr).toBe("");
        expect(cleaned.stdout).toMatch(/^took down what was left of run /);
        expect(left()).toEqual([]);
        rmSync(join(home, "out"), { recursive: true });
      }
    });
  });

  testOnHost("maps the ids that he has once more", ENGINES, async () => {
    const recipe = `recipe maps
matrix { engine [native, bwrap, podman, lxc, nspawn] }
namespace people { user map 0 10000 50000 }
namespace same { user }
${IMAGE}container box {
  engine    \${engine}
  image     busybox
  storage   cow
  namespace people
}
container other {
  engine    native
  image     busybox
  storage   cow
  namespace same
}
check mapped {
  start box as sleeper $ sleep 65533
  host $ cat "/proc/\${sleeper.pid}/uid_map" "/proc/\${sleeper.pid}/gid_map"
  expect stdout matches "^ +0 +10000 +50000\\n +0 +10000 +50000$"
  exec sleeper $ cat /proc/self/uid_map
  expect stdout matches "^ +0 +10000 +50000$"
  run box $ sh -c 'touch /tmp/new && stat -c "%u:%g" /tmp/new'
  expect stdout is "0:0"
  run other $ stat -c "%u:%g" /bin/busybox
  expect stdout is "0:0"
}
`;
    const script = await words(recipe, "--rootless");
    const { status, stdout, stderr } = asUserWith(IDS, script);
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
    expect(stdout.match(/check mapped: passed/g)).toHaveLength(4);
    expect(stdout).toContain(
      ": skipped: engine nspawn: only root can use it, to make device files in a user namespace for nspawn",
    );
    expect(left()).toEqual([]);
    rmSync(join(home, "out"), { recursive: true });
    const beyond = asUserWith("nobody:200000:50000\n", script);
    expect(beyond.status).toBe(3);
    expect(beyond.stderr).toContain(
      "recipe.ctr:3: --rootless can map ids of a user namespace up to 59999 only where as many are set apart for its user: his are 0 to 50000",
    );
    const alone = asUserWith("", script);
    expect(alone.status).toBe(3);
    expect(alone.stderr).toContain(
      "--rootless can map ids of a user namespace up to 59999 only with subordinate ids: /etc/subuid has none",
    );
  });

  testOnHost(
    "installs a Debian system into an image",
    { ...SUBORDINATE_IDS, programs: [...SUBORDINATE_IDS.programs, "mmdebstrap"] },
    async () => {
      const recipe = `recipe system
image debian { debian bookworm }
container box { image debian }
check it {
  run box $ stat -c "%u:%g %a" /etc/passwd /var/mail
  expect stdout is "0:0 644\\n0:8 2775"
  run box $ dpkg --audit
  expect stdout is ""
}
`;
      const { status, stdout, stderr } = asUserWith(IDS, await words(recipe, "--rootless"));
      expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
      expect(left()).toEqual([]);
    },
    300_000,
  );

  testOnHost("is told so by the plan", ENGINES, async () => {
    const recipe = `recipe told
namespace people { user map 0 1000 10 }
${IMAGE}container one {
  engine    nspawn
  image     busybox
  storage   cow
  namespace people
}
check it { run one $ id }
`;
    await words(recipe);
    const cli = [process.execPath, join(home, "ctrc/cli.js"), "plan", join(home, "recipe.ctr")];
    const { stdout } = spawnSync(cli[0] ?? "", cli.slice(1), { encoding: "utf8" });
    const told = stdout.slice(stdout.indexOf("needs root to"), stdout.indexOf("\n\ncalls"));
    expect(told.replaceAll(/ +/g, " ")).toMatch(
      /map ids of a user namespace up to 1009 or --rootless with subordinate ids/,
    );
    expect(told.replaceAll(/ +/g, " ")).toContain(
      "make namespaces and mounts for nspawn or --rootless with subordinate ids, in a delegated cgroup",
    );
    expect(readFileSync(join(home, "recipe.sh"), "utf8")).toContain("ROOT_ONLY=(");
  });
});
