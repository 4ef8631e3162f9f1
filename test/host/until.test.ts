import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { build, type Event } from "../../src/index.ts";
import { testOnHost } from "../support/needs.ts";

/** What is printed follows from the number of the run, so that it is known beforehand after how many there are enough. */
const RECIPE = `recipe enough "How many runs are enough"

matrix { base [1000, 1500] }

measure each-alone {
  until 5% of score max 40 as i
  order sequential
  host shell """echo "scored $((base + i * 37 % 100)).5e-3 of 10" """
  metric score from stdout "scored ([^ ]+)"
}

measure apart {
  until 1% of score max 40 as i
  host shell """echo "$((base + i * 37 % 100)).25" """
  metric score from stdout "[0-9.]+"
}

measure never {
  until 1% of score max 9 as i
  host shell """echo "$(((base + i * i * 311) % 1000))" """
  metric score from stdout "[0-9]+"
}

measure without-a-value {
  until 1% of score max 7
  host $ echo none
  metric score from stdout "[0-9]+"
}

measure processor {
  until 1% of cpu max 3
  probe cpu
  host $ dd if=/dev/zero of=/dev/null bs=1M count=200 status=none
}
`;

const scratch = mkdtempSync(join(tmpdir(), "ctrc-until-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function eventsOf(directory: string): Event[] {
  const lines = readFileSync(join(directory, "events.jsonl"), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Event);
}

/** Of each measure and cell: how many runs there were, why no more, and from whom it cannot be told. */
function endsOf(events: readonly Event[], blocks: readonly string[]): unknown[] {
  return events.flatMap((event) => {
    if (event.event !== "block-finished" || !blocks.includes(event.block)) return [];
    const { block, cell, stopped, undecidedWith } = event;
    const runs = events.filter(
      (other) => other.event === "iteration-finished" && other.block === block && other.cell === cell,
    );
    return [[block, cell, runs.length, stopped, undecidedWith ?? []]];
  });
}

testOnHost(
  "a measure ends when what its `until` looks at is precise enough, also one that was interrupted",
  { root: true, programs: ["dd"] },
  async () => {
    const recipe = join(scratch, "enough.ctr");
    writeFileSync(recipe, RECIPE);
    const { script, diagnostics } = await build(recipe);
    expect(diagnostics).toEqual([]);
    const file = join(scratch, "enough.sh");
    writeFileSync(file, script ?? "");
    const [whole, cut] = [join(scratch, "whole"), join(scratch, "cut")];
    const state = ["--state", join(scratch, "state")];

    const first = spawnSync("bash", [file, "--out", whole, ...state], { encoding: "utf8" });
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: "" });
    const events = eventsOf(whole);
    const known = ["each-alone", "apart", "never", "without-a-value"];
    const ends = [
      ["each-alone", 1, 12, "narrow", []],
      ["each-alone", 2, 6, "narrow", []],
      ["apart", 1, 8, "decided", []],
      ["apart", 2, 8, "decided", []],
      ["never", 1, 9, "budget", [2]],
      ["never", 2, 9, "budget", [1]],
      ["without-a-value", 1, 7, "budget", [2]],
      ["without-a-value", 2, 7, "budget", [1]],
    ];
    expect(endsOf(events, known)).toEqual(ends);
    const value = events.find((event) => event.event === "iteration-finished");
    expect(value).toMatchObject({ untilValue: 1.0375 });
    expect(events.find((event) => event.event === "block-started")).toMatchObject({
      until: { percent: 5, max: 40, of: "score" },
    });

    const processor = events.filter((event) => event.event === "observation" && event.block === "processor");
    const looked = events.flatMap((event) =>
      event.event === "iteration-finished" && event.block === "processor" ? [event.untilValue] : [],
    );
    expect(looked).toHaveLength(6);
    expect(processor).toMatchObject(looked.map((value) => ({ values: { cpuUsageNs: { value } } })));

    // As it was after a few runs of the second measure.
    cpSync(whole, cut, { recursive: true });
    const lines = readFileSync(join(whole, "events.jsonl"), "utf8").split("\n");
    const ended = [...lines.entries()].filter(([, line]) => /iteration-finished.*"block":"apart"/.test(line));
    const last = ended[4]?.[0] ?? 0;
    writeFileSync(join(cut, "events.jsonl"), `${lines.slice(0, last + 1).join("\n")}\n`);
    const goesOn = spawnSync("bash", [join(cut, "script.sh"), "--resume", cut], { encoding: "utf8" });
    expect({ status: goesOn.status, stderr: goesOn.stderr }).toEqual({ status: 0, stderr: "" });
    expect(endsOf(eventsOf(cut), known)).toEqual(ends);
  },
);
