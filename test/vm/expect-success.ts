import { expect } from "vitest";
import type { OutcomeInMachine } from "./machine.ts";

/** That a run in the machine held, could do everything, had nothing to say on standard error, and left nothing. */
export function expectSuccess(outcome: OutcomeInMachine | undefined): void {
  if (outcome === undefined) throw new Error("the machine did not run it");
  const { exitStatus, failed, skipped, stderr, left, directory } = outcome;
  expect({ exitStatus, failed, skipped, stderr, left }, `see ${directory}`).toEqual({
    exitStatus: 0,
    failed: [],
    skipped: [],
    stderr: "",
    left: [],
  });
}
