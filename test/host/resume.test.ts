import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { build, type Event, run } from "../../src/index.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const RECIPE = `recipe long "Goes on where it was killed"

matrix { nap [0.01, 0.02, 0.03] }

container box { root host }

check keeps {
  run box keep as kept $ echo kept
}

measure naps {
  repeat 6
  warmup 1
  run box $ sleep \${nap}
}

measure grows {
  repeat 2 as i
  start box as "nap-\${i}" $ sleep 60
  host $ true
  expect kept exit 0
}
`;

const scratch = mkdtempSync(join(tmpdir(), "ctrc-resume-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function eventsOf(directory: string): Event[] {
  const lines = readFileSync(join(scratch, directory, "events.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Event);
}

function turnsOf(events: readonly Event[], block: string): string[] {
  return events.flatMap((event) =>
    event.event === "iteration-finished" && event.block === block ? [`${event.cell}.${event.iteration}`] : [],
  );
}

testOnHost(
  "a run that is killed goes on in the same order, and loses at most the run under way",
  { root: true, programs: ["unshare", "setpriv"] },
  async () => {
    const recipe = join(scratch, "long.ctr");
    writeFileSync(recipe, RECIPE);
    const { script } = await build(recipe);
    const file = join(scratch, "long.sh");
    writeFileSync(file, script ?? "");
    const state = join(scratch, "state");
    const words = (out: string) => [file, "--state", state, "--seed", "7", "--out", join(scratch, out)];

    expect(spawnSync("bash", words("whole")).status).toBe(0);
    const whole = eventsOf("whole");

    const child = spawn("bash", words("killed"), {
      detached: true,
      stdio: ["ignore", "pipe", "inherit", "pipe"],
    });
    await new Promise<void>((killed) => {
      child.on("close", () => killed());
      const wait = setInterval(() => {
        let lines: string;
        try {
          lines = readFileSync(join(scratch, "killed", "events.jsonl"), "utf8");
        } catch {
          return;
        }
        if ((lines.match(/iteration-finished/g) ?? []).length < 8) return;
        clearInterval(wait);
        process.kill(-(child.pid ?? 0), "SIGKILL");
      }, 5);
    });
    const before = turnsOf(eventsOf("killed"), "naps");
    expect(before.length).toBeGreaterThanOrEqual(8);

    // With ctrc this time, which knows no more than the script.
    const resumed = run(
      { script: readFileSync(join(scratch, "killed", "script.sh"), "utf8"), recipeDirectory: scratch },
      { resume: join(scratch, "killed") },
    );
    const { exitStatus, report, problems, stderr } = await resumed.result;
    expect({ exitStatus, problems, stderr }).toEqual({ exitStatus: 0, problems: [], stderr: "" });
    const after = eventsOf("killed");
    expect(turnsOf(after, "naps")).toEqual(turnsOf(whole, "naps"));
    expect(turnsOf(after, "naps").slice(0, before.length)).toEqual(before);
    expect(turnsOf(after, "grows")).toEqual(turnsOf(whole, "grows"));
    expect(report?.record.resumed).toBe(1);
    // A check that ended before is not done again but for what it keeps, and is told of once.
    const outcomes = (events: readonly Event[]) =>
      events.flatMap((event) =>
        event.event === "block-finished" ? [`${event.cell} ${event.block} ${event.outcome}`] : [],
      );
    expect(outcomes(after)).toEqual(outcomes(whole));
    const result = (directory: string) =>
      JSON.parse(readFileSync(join(scratch, directory, "result.json"), "utf8")).blocks.map(
        ({ cell, block, expectations }: { cell: number; block: string; expectations: unknown[] }) => [
          cell,
          block,
          expectations.length,
        ],
      );
    expect(result("killed")).toEqual(result("whole"));
    // What the harness takes was looked at once, whether the cell had begun before or not.
    const calibrations = (events: readonly Event[]) =>
      events
        .flatMap((event) =>
          event.event === "calibration"
            ? [`${event.cell} ${event.block} ${event.keyword} ${event.iteration}`]
            : [],
        )
        .sort();
    expect(calibrations(after)).toEqual(calibrations(whole));
    expect(calibrations(after).filter((line) => /^[123] naps null-container [123]$/.test(line))).toHaveLength(
      9,
    );
    const observations = after.filter(({ event }) => event === "observation").length;
    expect(observations).toBe(whole.filter(({ event }) => event === "observation").length);
    expect(
      readFileSync(join(scratch, "killed", "samples.jsonl"), "utf8")
        .trimEnd()
        .split("\n"),
    ).toHaveLength(observations);
    for (const event of after) {
      if (event.event === "run-started" || event.event === "run-resumed")
        expect(leftOf(event.runId, state)).toEqual([]);
    }
    expect(
      spawnSync("bash", [file, "--resume", join(scratch, "killed")], { encoding: "utf8" }).stderr,
    ).toContain("that run has come to its end");
  },
  120_000,
);
