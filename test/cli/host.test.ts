import { describe, expect, it } from "vitest";
import { findCgroups } from "../../src/cli/doctor/cgroups.ts";
import { hostLacks } from "../../src/cli/host-lacks.ts";
import { packagesOf, packagesText } from "../../src/cli/packages.ts";
import type { Plan } from "../../src/types/step.ts";

const V2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
const V1 = [
  "31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:1 - cgroup cgroup rw,cpu,cpuacct",
  "32 30 0:28 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio",
  "33 30 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd",
].join("\n");

describe("the cgroup hierarchies of a host", () => {
  it.each([
    ["version 2", V2, "cpuset cpu io memory pids\n", "v2", { cpu: 2, cpuset: 2, io: 2, memory: 2, pids: 2 }],
    ["version 1", V1, undefined, "v1", { cpu: 1, cpuacct: 1, io: 1 }],
    ["hybrid", `${V1}\n${V2}`, "pids\n", "hybrid", { cpu: 1, cpuacct: 1, io: 1, pids: 2 }],
    ["systemd's own only", V1.split("\n")[2] ?? "", undefined, "none", {}],
    ["none", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", undefined, "none", {}],
  ])("%s", (_, mountInfo, text, mode, controllers) => {
    const found = findCgroups(mountInfo, () => text);
    expect(found.mode).toBe(mode);
    expect(Object.fromEntries(found.controllers)).toEqual(controllers);
  });
});

describe("what a host lacks for a plan", () => {
  const span = { file: "x.ctr", start: 0, end: 12, line: 3, column: 1 };
  const plan: Plan = {
    recipe: { name: "x", title: "", sources: [{ file: "x.ctr", text: "" }] },
    parameters: [],
    requirements: [
      { kind: "root", span },
      { kind: "program", program: "no-such-program", span },
      { kind: "program", program: "sh", span },
    ],
    privileges: [
      { what: "make namespaces", spans: [span, { ...span, line: 5 }], rootless: "user-namespace" },
    ],
    tools: [
      { program: "no-such-program", neededBy: "the recipe" },
      { program: "no-such-tool", neededBy: "engine native" },
      { program: "sh", neededBy: "engine native" },
    ],
    needs: [],
    setUp: [],
    takesTurns: false,
    cells: [],
    blocks: [],
  };

  it("is told with its place where it has one, and once", () => {
    const { diagnostics, problems } = hostLacks(plan, 1000);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["needs-root", "you are user 1000, and this needs root, to make namespaces (lines 3, 5)"],
      ["missing-program", "this host has no program `no-such-program`"],
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      "this host has no program `no-such-tool`, which engine native needs",
    ]);
    expect(hostLacks(plan, 0).diagnostics.map(({ code }) => code)).toEqual(["missing-program"]);
  });

  it("has packages", () => {
    const packages = packagesOf("nc");
    expect(packages && packagesText(packages)).toBe(
      "package netcat-openbsd (Debian), nmap-ncat (Fedora), netcat-openbsd (Alpine)",
    );
    expect(packagesOf("dd")).toEqual({ debian: "coreutils", fedora: "coreutils", alpine: "coreutils" });
    expect(packagesOf("constructor")).toBeUndefined();
  });
});
