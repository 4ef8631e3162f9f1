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
  outcomes = await runInMachine({ name: "v2", cgroup: "v2" }, [...otherRuns, ...placements]);
}, START_TIMEOUT_MS);

describe("each recipe holds on a host with cgroup version 2 and systemd, and leaves nothing", () => {
  for (const { name } of otherRuns) testOnHost(name, NEEDS, () => expectSuccess(outcomes.get(name)));
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
