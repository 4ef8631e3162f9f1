import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const undos = [];

/** Registers what is done, newest first, however the benchmark ends: by itself, by a fault or by a signal. */
export function undo(work) {
  undos.push(work);
}

/** A new directory that goes away with the benchmark. */
export function scratchDirectory() {
  const path = mkdtempSync(join(tmpdir(), "ctrc-bench-"));
  undo(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

process.on("exit", () => {
  for (const work of undos.reverse()) {
    try {
      work();
    } catch (fault) {
      console.error(`could not clean up: ${fault.message}`);
    }
  }
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));
