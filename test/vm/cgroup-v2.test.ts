import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { lacking, testOnHost } from "../support/needs.ts";
import { expectSuccess } from "./expect-success.ts";
import {
  NEEDS,
  type OutcomeInMachine,
  type RunInMachine,
  runInMachine,
  START_TIMEOUT_MS,
} from "./machine.ts";
import * as rootless from "./rootless.ts";
import { otherRuns } from "./runs.ts";

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

let outcomes: ReadonlyMap<string, OutcomeInMachine>;

beforeAll(async () => {
  if (lacking(NEEDS) !== undefined) return;
  outcomes = await runInMachine({ name: "v2", cgroup: "v2" }, [
    ...otherRuns,
    ...placements,
    ...Object.values(rootless),
  ]);
}, START_TIMEOUT_MS);

describe("each recipe holds on a host with cgroup version 2 and systemd, and leaves nothing", () => {
  for (const { name } of otherRuns) testOnHost(name, NEEDS, () => expectSuccess(outcomes.get(name)));
});

/** What the commands on the host have printed, line by line. */
function printedBy(outcome: OutcomeInMachine | undefined): string[] {
  expectSuccess(outcome);
  return (outcome?.events ?? []).flatMap((event) =>
    event.event === "action-finished" && event.keyword === "host" && event.stdout !== null
      ? readFileSync(join(outcome?.directory ?? "", "out", event.stdout), "utf8")
          .trim()
          .split("\n")
      : [],
  );
}

describe("a script that systemd has started has the cgroups of its containers", () => {
  /** Where its container is, and where the script itself is. */
  const places = (name: string) => printedBy(outcomes.get(name));

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

describe("an ordinary user to whom systemd has delegated a cgroup", () => {
  testOnHost("has the limits that the recipe says, in his own scope", NEEDS, () => {
    const outcome = outcomes.get(rootless.inScope.name);
    expect(printedBy(outcome)[0]).toMatch(
      /^0::\/user\.slice\/user-\d+\.slice\/user@\d+\.service\/app\.slice\/own\.scope\/ctrc-c[0-9a-f]+\//,
    );
    const observed = outcome?.events.flatMap((event) =>
      event.event === "observation" ? [event.values] : [],
    );
    const counted = {
      cpuUsageNs: { value: expect.any(Number), source: "cpu.stat usage_usec" },
      memoryPeakBytes: expect.objectContaining({ value: expect.any(Number), source: "memory.peak" }),
    };
    const cells = outcome?.events.flatMap((event) => (event.event === "run-started" ? event.cells : []));
    expect(observed).toEqual(cells?.map(() => expect.objectContaining(counted)));
  });

  testOnHost("has systems that boot there", NEEDS, () => expectSuccess(outcomes.get(rootless.systems.name)));

  testOnHost("takes down what his script has left that was killed", NEEDS, () => {
    const outcome = outcomes.get(rootless.killed.name);
    const { exitStatus, stderr, left } = outcome ?? {};
    expect({ exitStatus, stderr, left }).toEqual({ exitStatus: 0, stderr: "", left: [] });
    const stdout = readFileSync(join(outcome?.directory ?? "", "stdout"), "utf8");
    expect(stdout).toContain("took down what was left of run");
  });

  testOnHost("takes down the room that a script had made before it was killed", NEEDS, () => {
    const { exitStatus, left, directory = "" } = outcomes.get(rootless.killedAtOnce.name) ?? {};
    expect({ exitStatus, left }).toEqual({ exitStatus: 0, left: [] });
    expect(readFileSync(join(directory, "stdout"), "utf8")).toMatch(/^took down what was left of run \w+\n$/);
  });

  testOnHost("is told when he has it not for himself", NEEDS, () => {
    const { exitStatus, stderr, left } = outcomes.get(rootless.besideOthers.name) ?? {};
    expect({ exitStatus, left }).toEqual({ exitStatus: 3, left: [] });
    expect(stderr).toContain(
      "--rootless can limit memory only in a cgroup that was delegated to its user and has nobody else in it, " +
        "as /sys/fs/cgroup/system.slice/others.service has",
    );
  });
});
