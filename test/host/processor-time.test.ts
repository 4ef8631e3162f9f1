import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { run } from "../../src/index.ts";
import { testOnHost } from "../support/needs.ts";

/**
 * A grandchild that its parent has left uses one second; the first process waits until its end of a pipe is closed.
 * Between two looks at the clock it counts, since to look is the kernel's time.
 */
const BURN = `pipe(R, W); unless (fork) { unless (fork) { until ((times)[0] >= 1) { for (1..200000) {} } exit } exit } close W; wait; <R>`;

const RECIPE = `recipe burn "One second of processor time, in a process whose parent is gone"

container box { root host }

measure in-a-container {
  repeat 1
  probe cpu
  run box $ perl -e '${BURN}'
}

measure on-the-host {
  repeat 1
  probe cpu
  host $ perl -e '${BURN}'
}
`;

const scratch = mkdtempSync(join(tmpdir(), "ctrc-burn-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

testOnHost(
  "a second of processor time is one, also of a process whose parent is gone",
  { root: true, programs: ["perl", "unshare", "setpriv"] },
  async () => {
    const recipe = join(scratch, "burn.ctr");
    writeFileSync(recipe, RECIPE);
    const { exitStatus, report } = await run(recipe, {
      out: join(scratch, "out"),
      state: join(scratch, "state"),
    }).result;
    expect(exitStatus).toBe(0);
    for (const block of ["in-a-container", "on-the-host"]) {
      const sample = report?.record.samples.find((one) => one.block === block && one.metric === "cpuUsageNs");
      const seconds = (sample?.observations[0] ?? 0) / 1e9;
      // Exact; what starts the command, and perl itself, are part of it.
      expect(seconds).toBeGreaterThan(0.98);
      expect(seconds).toBeLessThan(1.08);
    }
  },
);
