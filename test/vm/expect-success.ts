import { expect } from "vitest";
import type { OutcomeInMachine } from "./machine.ts";

/** What no kernel of a distribution can do. */
const NOWHERE = "file system aufs";

/** That a run in the machine held, could do everything, had nothing to say on standard error, and left nothing. */
export function expectSuccess(outcome: OutcomeInMachine | undefined): void {
  if (outcome === undefined) throw new Error("the machine did not run it");
  const { exitStatus, failed, stderr, left, directory } = outcome;
  const skipped = outcome.skipped.filter((reason) => !reason.includes(NOWHERE));
  const seen = { exitStatus, failed, skipped, stderr, left };
  // Whole in the message too: of what differs a report keeps only that.
  expect(seen, `${JSON.stringify(seen)} in ${directory}`).toEqual({
    exitStatus: 0,
    failed: [],
    skipped: [],
    stderr: "",
    left: [],
  });
}
