import { describe, expect, test } from "vitest";
import { outline, planOf } from "./models.ts";

const RECIPE = `recipe sample
image tools { program "/bin/busybox" links [sh] }
container box { image tools }
container other { root host }
container covered {
  image tools
  tmpfs "/usr"
}
container machine {
  engine nspawn
  image  tools
  boot
}
check keeps { run box keep as "box-1" $ sh }
measure commit {
  repeat 1
  commit "box-1" as "box-1-run"
}
`;

/** What a measure of so many lines does before its first run. */
async function calibration(lines: string): Promise<string[]> {
  const { blocks } = await planOf(`${RECIPE}measure it {\n  repeat 2 as i\n${lines}\n}`);
  return outline(blocks.at(-1)?.calibration ?? []).map((line) => line.replace(/^\d+: /, ""));
}

describe("before its first run, a measure sees what it takes to do nothing", () => {
  test.each([
    ["in a container that it runs", "run box $ sh", ["calibrate.container container=box image=tools"]],
    ["in one with the host's files", "run other $ sh", ["calibrate.container container=other"]],
    [
      "in one that it starts, in a loop",
      'for n in 1..2 { start box as "s-${i}-${n}" $ sh }',
      ["calibrate.container container=box image=tools"],
    ],
    [
      "in the container that a committed image came from",
      "run box-1-run $ sh",
      ["calibrate.container container=box image=tools"],
    ],
    [
      "where mounts may hide what does nothing",
      "run covered $ sh",
      ["calibrate.container container=covered image=tools hidden=true"],
    ],
    [
      "on the host, then in the first of two containers",
      "run other $ sh\nhost $ ls\nrun box $ sh",
      ['host.run command=[["true"]]', "calibrate.container container=other"],
    ],
    ["not in one that does nothing itself", "run box $ /bin/true\nrun other $ sh", []],
    ["not in one that is there already", 'prepare { start box as "s-${i}" $ sh }\nexec "s-${i}" $ sh', []],
    ["not in a system that boots", 'start machine as "m-${i}"', []],
    ["not where the recipe says so", "calibrate none\nhost $ ls\nrun box $ sh", []],
    [
      "as the recipe says",
      "calibrate other $ ls\nrun box $ sh",
      ['container.run container=other command=[["ls"]]', "expect.exit not=false status=0"],
    ],
  ])("%s", async (_, lines, steps) => {
    expect(await calibration(lines)).toEqual(steps);
  });
});
