import { beforeAll, describe } from "vitest";
import { lacking, testOnHost } from "../support/needs.ts";
import { expectSuccess } from "./expect-success.ts";
import { NEEDS, type OutcomeInMachine, type RunInMachine, runInMachine } from "./machine.ts";

const recipes: readonly RunInMachine[] = [
  { name: "hello", recipe: "recipes/hello", options: ["--set", "rounds=3"] },
  { name: "load-test", recipe: "recipes/load-test" },
  { name: "limits", recipe: "host/limits" },
];

let outcomes: ReadonlyMap<string, OutcomeInMachine>;

beforeAll(async () => {
  if (lacking(NEEDS) !== undefined) return;
  outcomes = await runInMachine({ cgroup: "v1", memoryMiB: 4000, timeoutS: 600, runTimeoutS: 240 }, recipes);
}, 900_000);

describe("recipes hold on a host with cgroup version 1 and systemd, and leave nothing", () => {
  for (const { name } of recipes) testOnHost(name, NEEDS, () => expectSuccess(outcomes.get(name)));
});
