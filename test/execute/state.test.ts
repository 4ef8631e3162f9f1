import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJournal, stateDirectory, storedRuns } from "../../src/execute/index.ts";

let state: string;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "ctrc-test-"));
});

afterEach(() => {
  rmSync(state, { recursive: true });
});

const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

function ownStartTime(): string {
  const stat = readFileSync("/proc/self/stat", "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function storeRun(runId: string, owner: readonly (string | number)[] | undefined, journal = ""): void {
  const directory = join(state, "runs", runId);
  mkdirSync(directory, { recursive: true });
  if (owner !== undefined) writeFileSync(`${directory}.owner`, `${owner.join("\n")}\n`);
  writeFileSync(join(directory, "journal"), journal);
}

describe("a journal", () => {
  it("tells what was not undone, newest first", () => {
    const journal = "+ 0 cgroup_remove one .\n+ 1 storage_remove cow .\n- 0 .\n+ 2 container_discard box .\n";
    expect(readJournal(journal)).toEqual([
      { undo: "container_discard", name: "box" },
      { undo: "storage_remove", name: "cow" },
    ]);
  });

  it("may use a number again", () => {
    expect(readJournal("+ 0 cgroup_remove one .\n- 0 .\n+ 0 cgroup_remove two .\n")).toEqual([
      { undo: "cgroup_remove", name: "two" },
    ]);
  });

  it("may end in a torn line, which stands for nothing", () => {
    expect(readJournal("+ 0 cgroup_remove one .\n+ 1 storage_rem")).toEqual([
      { undo: "cgroup_remove", name: "one" },
    ]);
    expect(readJournal("\0\u0001 .\n+\n- .\n")).toEqual([]);
    expect(readJournal("+ 1 storage_rem- 0 .\n+ 2 storage_remove ../x .\n")).toEqual([]);
  });
});

describe("stored runs", () => {
  it("are alive only while that very process runs, in this boot", () => {
    const rest = ["recipe", "/srv/out", "/srv/cache"];
    const here = [...rest, readlinkSync("/proc/self/ns/pid")];
    storeRun("c00000000alive", [process.pid, ownStartTime(), bootId, ...here]);
    storeRun("c00000otherone", [process.pid, Number(ownStartTime()) - 1, bootId, ...here]);
    storeRun("c0000otherboot", [process.pid, ownStartTime(), "another-boot", ...here]);
    storeRun("c00000000nopid", [4_194_304, 1, bootId, ...here]);
    storeRun("c000000elsewhere", [4_194_304, 1, bootId, ...rest, "pid:[1]"]);
    storeRun("c0000000broken", ["-1", "x"]);
    for (const end of ["", ".owner"]) utimesSync(join(state, `runs/c0000000broken${end}`), 0, 0);
    storeRun("c000000justnow", undefined);
    const alive = Object.fromEntries(storedRuns(state).map((run) => [run.runId, run.isAlive]));
    expect(alive).toEqual({
      c00000000alive: true,
      c00000otherone: false,
      c0000otherboot: false,
      c00000000nopid: false,
      c0000000broken: false,
      c000000justnow: true,
      c000000elsewhere: true,
    });
  });

  it("are none where there is no such directory, or nothing that is called like a run", () => {
    expect(storedRuns(join(state, "nowhere"))).toEqual([]);
    mkdirSync(join(state, "runs/..data"), { recursive: true });
    mkdirSync(join(state, "runs/-rf"));
    expect(storedRuns(state)).toEqual([]);
  });
});

describe("the state directory", () => {
  it("is what was asked for, then what the environment says", () => {
    expect(stateDirectory("/a", { CTRC_STATE: "/b" })).toBe("/a");
    expect(stateDirectory(undefined, { CTRC_STATE: "/b" })).toBe("/b");
    const isRoot = process.getuid?.() === 0;
    const usual = stateDirectory(undefined, { XDG_STATE_HOME: "/c", HOME: "/home/me" });
    expect(usual).toBe(isRoot ? "/var/lib/ctrc" : "/c/ctrc");
  });
});
