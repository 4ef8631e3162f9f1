import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Event, type Report, run } from "../../src/index.ts";
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

interface Ended {
  readonly events: readonly Event[];
  readonly exitStatus: number | undefined;
  readonly report: Report | undefined;
}

/** Runs a recipe, which must leave nothing. */
async function runs(name: string, recipe: string): Promise<Ended> {
  const file = join(scratch.path, `${name}.ctr`);
  writeFileSync(file, recipe);
  const [out, state] = [join(scratch.path, name), join(scratch.path, "state")];
  const running = run(file, { out, state, cache: join(scratch.path, "cache") });
  const events: Event[] = [];
  for await (const event of running) events.push(event);
  const { exitStatus, report } = await running.result;
  expect(leftOf(report?.record.started.runId ?? "?", state)).toEqual([]);
  return { events, exitStatus, report };
}

testOnHost(
  "the harness is calibrated before the first run, and what cannot be calibrated is not measured",
  { root: true },
  async () => {
    const { events, exitStatus, report } = await runs("explicit", RECIPE);
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

const UNSAID = `
recipe unsaid "What an empty container takes, where the recipe does not ask"

matrix { engine [native, runc] }

image shell {
  program "/bin/busybox" links [sh, sleep]
}

image bare {
  program "/bin/busybox"
}

storage cow { driver overlay }

container box {
  engine  \${engine}
  image   shell
  storage cow
}

container lacking {
  engine  \${engine}
  image   bare
  storage cow
}

container hiding {
  engine  \${engine}
  image   shell
  storage cow
  tmpfs   "/usr"
}

measure twice {
  repeat 2
  warmup 1
  probe  time, memory, disk
  for i in 1..1 { run box $ sleep 0.01 }
}

measure often {
  repeat 5 as i
  start box as "box-\${i}" $ sleep 10
}

measure without {
  repeat 1
  run lacking $ /bin/busybox true
}

measure hidden {
  repeat 1
  run hiding $ /bin/busybox true
}

measure inside {
  repeat  1
  prepare { start box as server $ sleep 10 }
  exec server $ sleep 0.01
}

measure none {
  repeat    1
  calibrate none
  host $ true
  run box $ sleep 0.01
}
`;

testOnHost(
  "a measure of containers shows what an empty one takes, and never fails for it",
  { root: true, programs: ["runc", "/bin/busybox"] },
  async () => {
    const { events, exitStatus, report } = await runs("unsaid", UNSAID);
    expect(exitStatus).toBe(0);
    for (const cell of [1, 2]) {
      const rows = events.flatMap((event) =>
        event.event === "calibration" && event.cell === cell && event.keyword !== "nothing"
          ? [
              [
                event.block,
                event.keyword,
                event.written,
                event.iteration,
                event.status,
                ...("missing" in (event.values.durationNs ?? {}) ? [event.values.durationNs] : []),
              ],
            ]
          : [],
      );
      const nulls = (block: string, ...iterations: number[]) =>
        iterations.map((iteration) => [block, "null-container", "box $ /bin/sh -c :", iteration, 0]);
      expect(rows).toEqual([
        ...nulls("twice", 1, 2),
        ...nulls("often", 1, 2, 3),
        [
          ...["without", "null-container", "lacking", 1, null],
          { value: null, missing: "the container has neither true nor sh" },
        ],
        [
          ...["hidden", "null-container", "hiding", 1, null],
          { value: null, missing: "what the container mounts may hide its true and its sh" },
        ],
      ]);
    }
    // Before the runs to warm up, which count as they would without it.
    const kinds = events.flatMap((event) =>
      "block" in event && event.block === "twice" && event.cell === 1 ? [event.event] : [],
    );
    expect(kinds.lastIndexOf("calibration")).toBeLessThan(kinds.indexOf("observation"));
    const samples = report?.record.samples ?? [];
    const times = samples.filter(({ block, metric }) => block === "twice" && metric === "durationNs");
    expect(times.map(({ warmups, iterations }) => [warmups.length, iterations])).toEqual([
      [1, [2, 3]],
      [1, [2, 3]],
    ]);
    // Its row has all that a run has.
    const [row] = report?.record.calibrations.filter(({ metric }) => metric === "diskDataBytes") ?? [];
    expect(row).toMatchObject({ keyword: "null-container", written: "box $ /bin/sh -c :", cell: 1 });
  },
);
