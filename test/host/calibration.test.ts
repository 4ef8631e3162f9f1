import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Event, run } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();

const RECIPE = `
recipe calibrated "What the harness takes"

matrix { status [0, 3] }

container box { root host }

measure short {
  repeat 2
  order  interleaved
  probe  time, memory
  calibrate box $ sh -c "exit \${status}"
  host $ echo 5
  metric printed from stdout "[0-9]+"
  sleep 1ms
}
`;

testOnHost(
  "the harness is calibrated before the first run, and what cannot be calibrated is not measured",
  { root: true },
  async () => {
    const file = join(scratch.path, "recipe.ctr");
    writeFileSync(file, RECIPE);
    const [out, state] = [join(scratch.path, "out"), join(scratch.path, "state")];
    const running = run(file, { out, state });
    const events: Event[] = [];
    for await (const event of running) events.push(event);
    const { exitStatus, report } = await running.result;
    expect(leftOf(report?.record.started.runId ?? "?", state)).toEqual([]);

    const told = events.flatMap((event) => (event.event === "calibration" ? [event] : []));
    const of = (cell: number, keyword: string) =>
      told.filter((event) => event.cell === cell && event.keyword === keyword);
    for (const keyword of ["nothing", "host", "run"]) {
      expect(of(1, keyword).map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5]);
    }
    expect(of(1, "run").map(({ values }) => Object.keys(values))).toEqual(
      Array(5).fill(expect.arrayContaining(["durationNs", "startNs", "memoryPeakBytes"])),
    );
    expect(of(2, "run").map(({ status }) => status)).toEqual([3]);

    const seen = events.flatMap((event) => (event.event === "observation" ? [event] : []));
    expect(seen.map(({ cell, keyword, action }) => [cell, keyword, action])).toEqual([
      [1, "host", 1],
      [1, "sleep", 2],
      [1, "host", 1],
      [1, "sleep", 2],
    ]);
    // What is taken from the output of one action is no value of the next.
    expect(seen.map(({ values }) => values.printed?.value)).toEqual([5, undefined, 5, undefined]);
    expect(
      report?.calibrations.map(({ sample, count }) => [sample.cell, sample.keyword, sample.metric, count]),
    ).toEqual(
      expect.arrayContaining([
        [1, "run", "durationNs", 5],
        [2, "nothing", "durationNs", 5],
      ]),
    );
    expect(exitStatus).toBe(1);
  },
);
