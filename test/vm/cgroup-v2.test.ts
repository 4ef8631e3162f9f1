import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { judgeAnswers, rightAnswers } from "../support/known-answers.ts";
import { lacking, testOnHost } from "../support/needs.ts";
import { expectSuccess } from "./expect-success.ts";
import { allRecipes, NEEDS, type OutcomeInMachine, type RunInMachine, runInMachine } from "./machine.ts";

/** What takes minutes on an emulated processor need only show that it works. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  "host/commit": ["--set", "depth=8"],
  // Native on lvm-loop: the host's tests have the rest.
  "recipes/efficient-cow": ["--set", "rounds=2", "--cell", "4"],
  // A big file on a thin volume.
  "recipes/layers": ["--set", "rounds=1", "--cell", "10"],
  "recipes/hello": ["--set", "rounds=3"],
};

/**
 * What needs a compiler, or the network for a Debian of its own, and what compares engines: on an emulated processor each of
 * those takes longer than a run may. The host's tests have them all.
 */
const LEFT_OUT = [
  "host/docker-podman",
  "host/lxc",
  "host/nspawn",
  "host/rkt",
  "recipes/busybox-source",
  "recipes/confined",
  "recipes/engines",
  "recipes/security",
  "recipes/start-cost",
  "recipes/system-container",
];

const recipes = allRecipes()
  .filter((recipe) => !LEFT_OUT.includes(recipe))
  .map((recipe): RunInMachine => ({ name: basename(recipe), recipe, options: OPTIONS[recipe] }));

const DELEGATED = "systemd-run --quiet -p Delegate=yes";

/** Ways to start a script in a cgroup that systemd has delegated. */
const placements: readonly RunInMachine[] = [
  {
    name: "alone-in-a-scope",
    recipe: "vm/placement",
    starter: `${DELEGATED} --scope --unit=alone "$@"`,
  },
  {
    name: "alone-in-a-service",
    recipe: "vm/placement",
    starter: `${DELEGATED} --wait --pipe --same-dir --unit=alone "$@"`,
  },
  {
    name: "with-others-in-a-scope",
    recipe: "vm/placement",
    starter: `${DELEGATED} --scope --unit=others bash -c 'sleep 120 & "$@"; status=$?; kill "$!"; exit "$status"' - "$@"`,
  },
];

/** Volume groups and loop devices that the kernel keeps are what is hardest to take down. */
const killed: RunInMachine = {
  name: "killed-on-lvm",
  recipe: "recipes/efficient-cow",
  options: ["--set", "rounds=1", "--cell", "4"],
  starter: `bash -s 10 2 "$@" <<'END'\n${readFileSync(join(import.meta.dirname, "kill-and-clean"), "utf8")}END`,
};

let outcomes: ReadonlyMap<string, OutcomeInMachine>;

beforeAll(async () => {
  if (lacking(NEEDS) !== undefined) return;
  const machine = { cgroup: "v2", memoryMiB: 4000, timeoutS: 1500, runTimeoutS: 300 } as const;
  outcomes = await runInMachine(machine, [...recipes, ...placements, killed]);
}, 1_800_000);

describe("each recipe holds on a host with cgroup version 2 and systemd, and leaves nothing", () => {
  for (const { name } of recipes) testOnHost(name, NEEDS, () => expectSuccess(outcomes.get(name)));
});

testOnHost("what a script on LVM leaves that is killed can be taken down", NEEDS, () => {
  expectSuccess(outcomes.get("killed-on-lvm"));
});

describe("the probes tell what must come out", () => {
  testOnHost("of storage in files", NEEDS, () => {
    const events = outcomes.get("known-answers")?.events ?? [];
    expect(judgeAnswers(events)).toEqual(rightAnswers(["vfs", "overlay", "btrfs", "lvm-loop"]));
  });

  testOnHost("of storage on a disk", NEEDS, () => {
    const events = outcomes.get("known-answers-on-a-device")?.events ?? [];
    expect(judgeAnswers(events)).toEqual(rightAnswers(["overlay", "btrfs", "lvm-direct"]));
  });
});

describe("a script that systemd has started has the cgroups of its containers", () => {
  /** Where its container is, and where the script itself is. */
  function places(name: string): string[] {
    const outcome = outcomes.get(name);
    expectSuccess(outcome);
    return (outcome?.events ?? []).flatMap((event) =>
      event.event === "action-finished" && event.keyword === "host" && event.stdout !== null
        ? readFileSync(join(outcome?.directory ?? "", "out", event.stdout), "utf8")
            .trim()
            .split("\n")
        : [],
    );
  }

  testOnHost("in its own scope, when it is alone there", NEEDS, () => {
    expect(places("alone-in-a-scope")).toEqual([
      expect.stringMatching(/^0::\/system\.slice\/alone\.scope\/ctrc-c[0-9a-f]+\//),
      expect.stringMatching(/^0::\/system\.slice\/alone\.scope\/ctrc-c[0-9a-f]+-self$/),
    ]);
  });

  testOnHost("in its own service, when it is alone there", NEEDS, () => {
    expect(places("alone-in-a-service")).toEqual([
      expect.stringMatching(/^0::\/system\.slice\/alone\.service\/ctrc-c[0-9a-f]+\//),
      expect.stringMatching(/^0::\/system\.slice\/alone\.service\/ctrc-c[0-9a-f]+-self$/),
    ]);
  });

  testOnHost("in the nearest one that can hand out controllers, when others are there", NEEDS, () => {
    expect(places("with-others-in-a-scope")).toEqual([
      expect.stringMatching(/^0::\/system\.slice\/ctrc-c[0-9a-f]+\//),
      "0::/system.slice/others.scope",
    ]);
  });
});
