import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { build, run } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

const RECIPE = `recipe everything "All that can be measured"

require root

image tools { program "/bin/busybox" links [sh, dd, sleep] }

container box { image tools }

measure all {
  repeat 1 as i
  warmup 1
  probe time, cpu, memory, disk, io, pids, pressure
  exclude when throttled
  prepare { sync }
  run box keep as "box-\${i}" $ sh -c "dd if=/dev/zero of=/data bs=4k count=4; echo took 7 steps"
  metric took from stdout "took ([0-9]+)" unit "steps"
  commit "box-\${i}" as "image-\${i}"
  start "image-\${i}" as "nap-\${i}" $ sh -c "trap 'exit 0' TERM; sleep 60 & wait"
  exec "nap-\${i}" $ sh -c "exit 0"
  stop "nap-\${i}"
  host $ true
  expect median time < 1min
}

measure enough {
  until 90% of cpu max 3
  probe cpu
  host $ true
}
`;

const scratch = scratchDirectory();

/** The names of all that a value holds, at whatever depth: \`values.cpuUsageNs.source\`. */
function keysOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keysOf(item, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}

/** A line for each event of a file of events, without what it counts: which it is, of which statement, and its names. */
function shapesOf(file: string): string[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.flatMap((line) => {
    const event = JSON.parse(line);
    // What a warning says is of the hour.
    if (event.event === "warning") return [];
    return [[event.event, event.block, event.line, ...keysOf(event).sort()].join(" ")];
  });
}

testOnHost(
  "a script by itself leaves the same names in its files as ctrc run does",
  { root: true, programs: ["busybox", "unshare", "setpriv"] },
  async () => {
    const recipe = join(scratch.path, "everything.ctr");
    writeFileSync(recipe, RECIPE);
    const places = { state: join(scratch.path, "state"), cache: join(scratch.path, "cache") };
    const { script } = await build(recipe);
    const file = join(scratch.path, "everything.sh");
    writeFileSync(file, script ?? "");
    const [bare, executed] = [join(scratch.path, "bare"), join(scratch.path, "executed")];
    // The first of them makes the image.
    const words = ["--state", places.state, "--cache", places.cache, "--out"];
    for (const out of ["first", "bare"]) {
      const ended = spawnSync("bash", [file, ...words, join(scratch.path, out)], { encoding: "utf8" });
      expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: "" });
    }
    expect((await run(recipe, { ...places, out: executed }).result).exitStatus).toBe(0);
    for (const name of ["events.jsonl", "samples.jsonl"]) {
      expect(shapesOf(join(executed, name)), name).toEqual(shapesOf(join(bare, name)));
    }
    const observed = shapesOf(join(bare, "samples.jsonl")).join("\n");
    for (const metric of [
      ...["durationNs", "cpuUsageNs", "memoryPeakBytes", "diskDataBytes", "ioReadBytes", "pidsPeak"],
      ...["pressureMemoryNs", "took"],
    ]) {
      expect(observed).toContain(`.values.${metric}.`);
    }
    // Of the command that prints it, and of no other, in each run.
    expect(observed.match(/values\.took\.value/g)).toHaveLength(2);
    for (const name of ["result.json", "environment.json"]) {
      const [one, other] = [bare, executed].map((out) =>
        keysOf(JSON.parse(readFileSync(join(out, name), "utf8"))).sort(),
      );
      expect(other, name).toEqual(one);
    }
  },
  300_000,
);
