import type { RunRecord } from "../types/run-record.ts";
import { EXIT } from "./exit-status.ts";

/** The exit status that a run had, or would have had at this point. */
export function statusOf(record: RunRecord): number {
  switch (record.outcome) {
    case "passed":
      return EXIT.held;
    case "failed":
      return EXIT.expectationFailed;
    case "host-lacks":
      return EXIT.hostLacks;
    case "interrupted":
      return signalStatus(record.exitStatus) ?? EXIT.interrupted;
    case "error":
    case "unfinished":
      return EXIT.stepFailed;
  }
}

/** Results may say anything. */
function signalStatus(status: number | undefined): number | undefined {
  return status !== undefined && status > 128 && status < 256 ? status : undefined;
}
