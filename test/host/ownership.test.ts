import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();
const at = (name: string) => join(scratch.path, name);

const RUN_ID = "c0123456789a";
const NEEDS = { root: true, programs: ["unshare"] };
const TAKEN_DOWN = `took down what was left of run ${RUN_ID}\n`;

/** What a dead run has left, and what says whose it was: the process 1 in no time that there was. */
async function leave(owner: { readonly pid?: number; readonly boot?: string } = {}): Promise<void> {
  writeFileSync(at("kept.ctr"), "recipe kept\ncheck works { host $ true }\n");
  writeFileSync(at("kept.sh"), (await build(at("kept.ctr"))).script ?? "");
  mkdirSync(run("outputs"), { recursive: true, mode: 0o700 });
  const boot = owner.boot ?? readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const lines = [owner.pid ?? 1, 1, boot, "kept", at("out"), at("cache"), readlinkSync("/proc/self/ns/pid")];
  writeFileSync(at(`state/runs/${RUN_ID}.owner`), `${lines.join("\n")}\n`);
  writeFileSync(run("cgroups"), "journal 10\n");
  writeFileSync(run("journal"), "");
}

const run = (name: string) => at(`state/runs/${RUN_ID}/${name}`);

/** @param before bash, in a mount namespace of its own, that the clean-up follows; what it mounts ends with that */
function cleanUp(before = ":", after = ":") {
  const text = `${before}\nbash "$0" --cleanup --state "$1"; status=$?\n${after}\nexit "$status"`;
  const words = ["--mount", "bash", "-c", text, at("kept.sh"), at("state")];
  const { status, stdout, stderr } = spawnSync("unshare", words, { encoding: "utf8", cwd: scratch.path });
  return { status, stdout, stderr };
}

describe("what is not the run's is left alone by who cleans up", () => {
  let stranger: ChildProcess;
  beforeEach(() => {
    mkdirSync(at("theirs"));
    writeFileSync(at("theirs/file"), "theirs");
    stranger = spawn("sleep", ["60"], { stdio: "ignore" });
  });
  afterEach(() => void stranger.kill("SIGKILL"));

  const strangerLives = () => stranger.exitCode === null && stranger.signalCode === null;
  const theirs = () => readFileSync(at("theirs/file"), "utf8");
  const runs = () => readdirSync(at("state/runs"));

  testOnHost("a process that has the number of the run's now", NEEDS, async () => {
    await leave({ pid: stranger.pid ?? 0 });
    expect(cleanUp()).toEqual({ status: 0, stdout: TAKEN_DOWN, stderr: "" });
    expect({ lives: strangerLives(), runs: runs() }).toEqual({ lives: true, runs: [] });
  });

  testOnHost("a cgroup that has the name of one of another boot", NEEDS, async () => {
    await leave({ boot: "01234567-89ab-cdef-0123-456789abcdef" });
    // Any will do, and of version 1 not all take a process at once.
    const cgroup = `/sys/fs/cgroup${readdirSync("/sys/fs/cgroup").includes("pids") ? "/pids" : ""}/ctrc-${RUN_ID}`;
    mkdirSync(cgroup);
    try {
      writeFileSync(join(cgroup, "cgroup.procs"), `${stranger.pid}`);
      writeFileSync(run("cgroups"), `journal 10\n${cgroup.includes("/pids/") ? 1 : 2} ${cgroup}\n`);
      expect(cleanUp()).toEqual({ status: 0, stdout: TAKEN_DOWN, stderr: "" });
      expect(readFileSync(join(cgroup, "cgroup.procs"), "utf8")).toBe(`${stranger.pid}\n`);
      expect({ lives: strangerLives(), runs: runs() }).toEqual({ lives: true, runs: [] });
    } finally {
      stranger.kill("SIGKILL");
      spawnSync("sh", ["-c", 'until rmdir "$0" 2>/dev/null; do sleep 0.02; done', cgroup]);
    }
  });

  testOnHost("what somebody has mounted in its folder", NEEDS, async () => {
    await leave();
    mkdirSync(run("outputs/mounted"));
    const mount = `mount --bind theirs ${run("outputs/mounted")}`;
    const cleaned = cleanUp(mount, `cat ${run("outputs/mounted/file")}`);
    expect(cleaned).toEqual({
      status: 4,
      stdout: "theirs",
      stderr: expect.stringContaining(`could not undo: run_directory_remove ${RUN_ID}; to try again: bash `),
    });
    expect(theirs()).toBe("theirs");
    expect(cleanUp()).toEqual({ status: 0, stdout: TAKEN_DOWN, stderr: "" });
    expect(runs()).toEqual([]);
  });

  testOnHost("what a symbolic link in its folder leads to", NEEDS, async () => {
    await leave();
    symlinkSync(at("theirs"), run("outputs/link"));
    symlinkSync(at("theirs"), run("storage"));
    expect(cleanUp()).toEqual({ status: 0, stdout: TAKEN_DOWN, stderr: "" });
    expect({ theirs: theirs(), runs: runs() }).toEqual({ theirs: "theirs", runs: [] });
  });

  testOnHost("where a symbolic link in place of its folder leads to", NEEDS, async () => {
    await leave();
    renameSync(at(`state/runs/${RUN_ID}`), at("theirs/run"));
    symlinkSync(at("theirs/run"), at(`state/runs/${RUN_ID}`));
    expect(cleanUp()).toMatchObject({ status: 4, stderr: expect.stringContaining("could not undo: ") });
    expect(readdirSync(at("theirs/run"))).toContain("journal");
    expect(theirs()).toBe("theirs");
  });
});
