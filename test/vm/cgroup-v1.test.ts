import { beforeAll, describe } from "vitest";
import { lacking, testOnHost } from "../support/needs.ts";
import { expectSuccess } from "./expect-success.ts";
import { NEEDS, type OutcomeInMachine, runInMachine, START_TIMEOUT_MS } from "./machine.ts";
import { runOf } from "./runs.ts";

const runs = ["host/limits", "recipes/hello", "recipes/load-test"].map(runOf);

let outcomes: ReadonlyMap<string, OutcomeInMachine>;

beforeAll(async () => {
  if (lacking(NEEDS) !== undefined) return;
  outcomes = await runInMachine({ name: "v1", cgroup: "v1" }, runs);
}, START_TIMEOUT_MS);

describe("recipes hold on a host with cgroup version 1 and systemd, and leave nothing", () => {
  for (const { name } of runs) testOnHost(name, NEEDS, () => expectSuccess(outcomes.get(name)));
});
