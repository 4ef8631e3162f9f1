import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, inject } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();

const RECIPE = `recipe tiny
image system { program "/bin/sh" }
storage fast {
  driver btrfs
  size   1GiB
}
container box {
  image   system
  storage fast
}
check it {
  host shell """
    touch made
    """
  run box $ sh -c true
}
`;

/** What starts a program, reaches another machine, or changes more than the file that was asked for. */
const CALLS =
  "execve,execveat,socket,connect,mount,unshare,setns,kill,mkdir,mkdirat,unlink,unlinkat,rename,renameat2,openat";

/** The commands, and the files that they may write. */
const COMMANDS: readonly (readonly [words: readonly string[], writes: RegExp])[] = [
  [["check", "tiny.ctr"], /^$/],
  [["plan", "tiny.ctr"], /^$/],
  [["build", "tiny.ctr", "-o", "out.sh"], /out\.sh/],
  [["fmt", "tiny.ctr"], /tiny\.ctr/],
];

for (const [words, writes] of COMMANDS) {
  testOnHost(`ctrc ${words[0]} starts nothing and changes nothing`, { programs: ["strace"] }, async () => {
    writeFileSync(join(scratch.path, "tiny.ctr"), RECIPE);
    const trace = join(scratch.path, "trace");
    const options = ["-ff", "-qq", "--signal=none", "-e", `trace=${CALLS}`, "-o", trace];
    const program = [process.execPath, inject("cli"), ...words];
    const { exitCode } = await execa("strace", [...options, "--", ...program], {
      reject: false,
      cwd: scratch.path,
    });
    expect(exitCode).toBe(0);
    // A file for each thread.
    const calls = readdirSync(scratch.path)
      .filter((name) => name.startsWith("trace."))
      .flatMap((name) => readFileSync(join(scratch.path, name), "utf8").split("\n"))
      .filter((line) => !/openat\(.*O_RDONLY/.test(line) && / = (?!-1)/.test(line));
    const [start, ...more] = calls.filter((line) => line.startsWith("execve"));
    expect(start).toContain("execve(");
    expect(more).toEqual([]);
    const changes = calls.filter((line) => line !== start && !line.includes('"/dev/'));
    expect(changes.filter((line) => !writes.test(line))).toEqual([]);
  });
}
