import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect } from "vitest";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const NEEDS = { root: true, programs: ["busybox", "bash-static", "unshare", "setpriv"] };
const recipes = resolve(import.meta.dirname, "../../recipes");

/** Those that a small host is to run, each with the options of its script. */
const RECIPES = { hello: ["--set", "rounds=3"], "load-test": [] } as const;

/** What of busybox can do too little for them. */
const TOO_SMALL = ["cp", "mount", "nsenter", "rm", "setpriv", "unshare"];

const scratch = scratchDirectory();

/** Where a program is on this host. */
function found(program: string): string {
  return realpathSync(spawnSync("which", [program], { encoding: "utf8" }).stdout.trim());
}

/** A root directory in which there is nothing but bash and what busybox is, both without shared libraries. */
function makeSmallHost(): string {
  const root = join(scratch.path, "root");
  for (const name of ["bin", "dev", "proc", "sys", "tmp", "var"])
    mkdirSync(join(root, name), { recursive: true });
  copyFileSync(found("busybox"), join(root, "bin/busybox"));
  copyFileSync(found("bash-static"), join(root, "bin/bash"));
  const applets = spawnSync("busybox", ["--list"], { encoding: "utf8" }).stdout.trim().split("\n");
  for (const applet of applets.filter((name) => name !== "busybox" && name !== "bash")) {
    symlinkSync("busybox", join(root, "bin", applet));
  }
  return root;
}

/** Takes busybox's program away and puts this host's there, with its libraries. */
function addProgram(root: string, program: string): void {
  const there = join(root, "bin", program);
  rmSync(there);
  copyFileSync(found(program), there);
  const libraries = spawnSync("ldd", [there], { encoding: "utf8" }).stdout.match(/\/\S+/g) ?? [];
  for (const library of libraries) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
}

/** Runs the script of a recipe there. Its root is a mount, as that of a real host is. */
async function runThere(root: string, name: keyof typeof RECIPES) {
  await ctrc(["build", join(recipes, `${name}.ctr`), "--output", join(root, `${name}.sh`)], {
    cwd: scratch.path,
  });
  const enter = `
    root=$1 script=$2
    shift 2
    mount --bind "$root" "$root"
    for directory in dev proc sys; do mount --rbind "/$directory" "$root/$directory"; done
    exec chroot "$root" /bin/bash "/$script.sh" --out "/$script" "$@"`;
  return spawnSync("unshare", ["--mount", "sh", "-ec", enter, "enter", root, name, ...RECIPES[name]], {
    encoding: "utf8",
    env: { PATH: `${process.env.PATH}:/bin` },
  });
}

describe.each(["hello", "load-test"] as const)("a host with nothing but busybox and bash, and %s", (name) => {
  testOnHost("is told which of its programs can do too little", NEEDS, async () => {
    const { status, stdout, stderr } = await runThere(makeSmallHost(), name);
    expect(status).toBe(3);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toEqual(
      TOO_SMALL.map((program) =>
        expect.stringMatching(
          new RegExp(
            `^${name}\\.sh: ${program} is busybox's, which can do too little: \\S+ has a better one$`,
          ),
        ),
      ),
    );
  });

  testOnHost("needs no more than those", NEEDS, async () => {
    const root = makeSmallHost();
    for (const program of TOO_SMALL) addProgram(root, program);
    const { status, stdout, stderr } = await runThere(root, name);
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`passed; results in /${name}`);
    const { runId } = JSON.parse(readFileSync(join(root, name, "result.json"), "utf8"));
    expect(leftOf(runId, join(root, "var/lib/ctrc"))).toEqual([]);
  });
});
