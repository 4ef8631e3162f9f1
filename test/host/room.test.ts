import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();

const NEEDS = { root: true, programs: ["busybox", "unshare"] };

const RECIPES = {
  plain: "recipe plain\ncheck works { host $ true }\n",
  image: `recipe image
image small { program "/bin/busybox" links [true] }
container box { image small }
check works { run box $ true }
`,
  disk: `recipe disk
image small { program "/bin/busybox" links [true] }
storage cow {
  driver btrfs
  size   512MiB
}
container box {
  image   small
  storage cow
}
check works { run box $ true }
`,
};

/** Runs its script in a mount namespace in which some of the folders beside it are small file systems. */
async function run(name: keyof typeof RECIPES, mount: string, words: readonly string[] = []) {
  writeFileSync(join(scratch.path, `${name}.ctr`), RECIPES[name]);
  expect((await ctrc(["build", `${name}.ctr`], { cwd: scratch.path })).status).toBe(0);
  const enter = `cd -- "$1"
    rm -rf out state cache
    mkdir out state cache
    size=$(stat -c %s ${name}.sh)
    ${mount}
    shift
    bash ${name}.sh --out out --state state --cache cache "$@"
    status=$?
    ls -A out state cache >listed
    exit "$status"`;
  const { status, stdout, stderr } = spawnSync(
    "unshare",
    ["--mount", "sh", "-c", enter, "enter", scratch.path, ...words],
    { encoding: "utf8" },
  );
  return { status, stdout, stderr: stderr.replaceAll(`${scratch.path}/`, "") };
}

const NOTHING = "cache:\n\nout:\n\nstate:\n";

describe("a file system that has hardly any room", () => {
  const refused = [
    ["out", "size=64k", "the results", "bytes", "65536"],
    ["out", "nr_inodes=5", "the results", "files (inodes)", "4"],
    ["state", "size=64k", "the state", "bytes", "65536"],
    ["state", "nr_inodes=5", "the state", "files (inodes)", "4"],
  ] as const;
  for (const [folder, limit, what, unit, free] of refused) {
    testOnHost(`${limit}, of ${what}, is told before anything is made`, NEEDS, async () => {
      for (const words of [[], ["--check"]]) {
        const outcome = await run("plain", `mount -t tmpfs -o ${limit} small ${folder}`, words);
        expect(outcome).toEqual({
          status: 3,
          stdout: "",
          stderr: expect.stringMatching(
            new RegExp(
              `^plain\\.sh: no room for ${what} in ${folder}: \\d+ ${unit.replace("(", "\\(").replace(")", "\\)")} are needed at the least, ${free} are free\n$`,
            ),
          ),
        });
        expect(readFileSync(join(scratch.path, "listed"), "utf8")).toBe(NOTHING);
      }
    });
  }

  testOnHost("is told where folders together need more of it than each alone", NEEDS, async () => {
    const small = (folder: string) => `mount -t tmpfs -o size=$((size + 100000)) small ${folder}`;
    const shared = `${small("out")}; mkdir out/state`;
    const together = await run("plain", shared, ["--out", "out/out", "--state", "out/state"]);
    expect({ ...together, stderr: together.stderr.replaceAll(/\d+/g, "N") }).toEqual({
      status: 3,
      stdout: "",
      stderr:
        "plain.sh: no room for the results and the state in out/out: N bytes are needed at the least, N are free\n",
    });
    expect(await run("plain", `${small("out")}; ${small("state")}`)).toMatchObject({ status: 0, stderr: "" });
  });

  testOnHost("is told of the cache where that has no image yet", NEEDS, async () => {
    expect(await run("image", "mount -t tmpfs -o nr_inodes=3 small cache")).toEqual({
      status: 3,
      stdout: "",
      stderr:
        "image.sh: no room for the images in cache: 5 files (inodes) are needed at the least, 2 are free\n",
    });
  });

  testOnHost(
    "does not tell how many files it takes: that is no reason to refuse",
    { ...NEEDS, programs: [...NEEDS.programs, "mkfs.btrfs", "losetup"] },
    async () => {
      const mount = `truncate -s 120M image; mkfs.btrfs -q image
        mount -o loop image out; mount --bind out state; [ "$(stat -f -c %c out)" = 0 ]`;
      expect(await run("plain", mount)).toMatchObject({ status: 0, stderr: "" });
    },
  );

  testOnHost(
    "is told of where the disks of storages may grow to more",
    { ...NEEDS, programs: [...NEEDS.programs, "mkfs.btrfs", "losetup"] },
    async () => {
      const { status, stdout } = await run("disk", "mount -t tmpfs -o size=300m small state");
      expect(status).toBe(0);
      expect(stdout).toMatch(
        /^ {2}warning: storage cow: the disk may take up to 536870912 bytes in \S+state\/runs\/\w+\/disk, where \d+ are free$/m,
      );
    },
  );
});
