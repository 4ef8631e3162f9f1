import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect } from "vitest";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const NEEDS = { root: true, programs: ["busybox", "bash-static", "unshare", "setpriv"] };
const hello = resolve(import.meta.dirname, "../../recipes/hello.ctr");

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

/** Runs the script of recipes/hello.ctr there. Its root is a mount, as that of a real host is. */
async function runHello(root: string) {
  await ctrc(["build", hello, "--output", join(root, "hello.sh")], { cwd: scratch.path });
  const enter = `
    mount --bind "$1" "$1"
    for directory in dev proc sys; do mount --rbind "/$directory" "$1/$directory"; done
    exec chroot "$1" /bin/bash /hello.sh --out /out --set rounds=3`;
  return spawnSync("unshare", ["--mount", "sh", "-ec", enter, "enter", root], {
    encoding: "utf8",
    env: { PATH: `${process.env.PATH}:/bin` },
  });
}

describe("a host with nothing but busybox and bash", () => {
  testOnHost("is told which of its programs can do too little", NEEDS, async () => {
    const { status, stdout, stderr } = await runHello(makeSmallHost());
    expect(status).toBe(3);
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toEqual(
      ["cp", "mount", "nsenter", "rm", "setpriv", "unshare"].map((program) =>
        expect.stringMatching(
          new RegExp(`^hello\\.sh: ${program} is busybox's, which can do too little: \\S+ has a better one$`),
        ),
      ),
    );
  });

  testOnHost("needs no more than those", NEEDS, async () => {
    const root = makeSmallHost();
    for (const program of ["cp", "mount", "nsenter", "rm", "setpriv", "unshare"]) addProgram(root, program);
    const { status, stdout, stderr } = await runHello(root);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("passed; results in /out");
    const { runId } = JSON.parse(readFileSync(join(root, "out/result.json"), "utf8"));
    expect(leftOf(runId, join(root, "var/lib/ctrc"))).toEqual([]);
  });
});
