import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { run } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();

const MEBIBYTE = 1024 ** 2;

/** More than what prints 50 MB a second does between two looks at it, and less than in all of the run. */
const MEANWHILE = 250 * MEBIBYTE;

const RECIPE = `recipe floods
image small { program "/bin/busybox" links [sh, sleep, yes] }
container box { image small }
check floods {
  # By what has no parent any more.
  host shell """(while head -c 5000000 /dev/zero; do sleep 0.1; done &)"""
  # By a descriptor that the script knows nothing of.
  host timeout 3s $ sh -c "yes >/dev/stdout"
  expect exit 124
  # By what another command has started.
  start box as running $ sh -c "sleep 60 & wait"
  exec running $ sh -c "yes >&2 &"
  run box timeout 3s $ sh -c "echo begun; yes >/proc/self/fd/1"
  expect exit 124
  sleep 2s
}
`;

testOnHost(
  "outputs are cut, whoever writes to them, and it is told",
  { root: true, programs: ["busybox"] },
  async () => {
    const at = (name: string) => join(scratch.path, name);
    writeFileSync(at("floods.ctr"), RECIPE.replaceAll(/^ *#.*\n/gm, ""));
    const options = { out: at("out"), state: at("state"), cache: at("cache"), maxOutput: "1MiB" };
    const running = run(at("floods.ctr"), options);
    let isOver = false;
    const ended = running.result.finally(() => {
      isOver = true;
    });
    const outputs = () => readdirSync(at("out/outputs")).map((name) => statSync(at(`out/outputs/${name}`)));
    let mostBytes = 0;
    while (!isOver) {
      await pause(100);
      try {
        mostBytes = Math.max(mostBytes, statSync(at("out/outputs/0001.stdout")).blocks * 512);
      } catch {
        // It has not begun.
      }
    }
    const { report } = await ended;
    expect(mostBytes).toBeLessThan(MEANWHILE);
    expect(outputs().filter(({ size }) => size > MEBIBYTE)).toEqual([]);
    const told = report?.record.warnings.map((warning) => warning.replace(/ was cut.*/, "")).sort();
    expect(told).toEqual(
      ["1.stdout", "2.stdout", "4.stderr", "5.stdout"].map((name) => `outputs/000${name}`),
    );
    expect(leftOf(report?.record.started.runId ?? "?", at("state"))).toEqual([]);
  },
);
