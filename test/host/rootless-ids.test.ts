import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
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
  words,
} from "../support/ordinary-user.ts";

ordinaryUser();

const WITH_PODMAN = { ...SUBORDINATE_IDS, programs: [...SUBORDINATE_IDS.programs, "crun", "podman"] };

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

/** What such files are seen as in a container. */
const LISTED = `$ stat -c "%u:%g %a %n" /bin /secret /folder /folder/file
  expect stdout is """
    0:0 755 /bin
    1000:1001 600 /secret
    33:33 700 /folder
    65536:65535 644 /folder/file
    """
`;

describe("a user who is not root", () => {
  testOnHost(
    "has files of several owners, and other users, where he has ids set apart",
    SUBORDINATE_IDS,
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
  ${["system", "within"].map((container) => `run ${container} ${LISTED}`).join("")}
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
      // By his name and by his number; the second has been given away already.
      const ranges = "nobody:200000:40000\nnobody:239999:9\nsomebody:500000:65536\n65534:300000:25536\n";
      const { status, stdout, stderr } = asUserWith(ranges, script);
      expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
      expect(stdout.match(/warning: .*/g)).toEqual([
        expect.stringMatching(/owned\.tar: left out the devices \/null$/),
      ]);
      expect(left()).toEqual([]);
      const { idMaps } = JSON.parse(readFileSync(join(home, "out/environment.json"), "utf8"));
      const map = "0:65534:1 1:200000:40000 40001:300000:25536";
      expect(idMaps).toBe(`${map} ${map}`);
    },
  );

  testOnHost("takes down what was killed and others own in it", WITH_PODMAN, async () => {
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
container pod {
  engine  podman
  image   owned
  storage cow
  user    1000
}
check lasts {
  start copy as first $ sh -c "mkdir -m 700 /tmp/mine && echo x >/tmp/mine/x && sleep 65533"
  start pod as second $ sh -c "mkdir -m 700 /tmp/mine && echo x >/tmp/mine/x && sleep 65533"
  run box $ sh -c "mkdir -m 700 /tmp/mine && echo x >/tmp/mine/x && sleep 65533"
}
`;
    const script = await words(recipe, "--rootless");
    const run = asUserLater(IDS, script);
    const ended = new Promise((resolve) => run.once("exit", resolve));
    const written = () => spawnSync("find", [state(), "-path", "*/mine/x"], { encoding: "utf8" }).stdout;
    while (written().split("\n").length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
    process.kill(ownerOf().owner, "SIGKILL");
    await ended;
    const cleaned = asUserWith(IDS, [...script.slice(0, 2), "--cleanup"]);
    expect(cleaned.stderr).toBe("");
    expect(cleaned.stdout).toMatch(/^took down what was left of run /);
    expect(left()).toEqual([]);
  });

  testOnHost("is told what he lacks who has none", SUBORDINATE_IDS, async () => {
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
});
