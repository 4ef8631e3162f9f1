import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();
const at = (name: string) => join(scratch.path, name);

const RECIPE = `recipe starts
require root
container box { root host }
check long {
  start box as sleeper $ sleep 54322
}
`;

/** A mount(8) that takes its time where a container is started, and says when it does. */
const SLOW_MOUNT = (mount: string, begun: string) => `#!/bin/sh
case " $* " in *" -T "*) echo >'${begun}'; sleep 30 ;; esac
exec '${mount}' "$@"
`;

/** Whatever has the scratch folder in its command line. */
const processes = () =>
  readdirSync("/proc").filter((pid) => {
    const file = `/proc/${pid}/cmdline`;
    return (
      /^\d+$/.test(pid) &&
      Number(pid) !== process.pid &&
      existsSync(file) &&
      readFileSync(file, "utf8").includes(scratch.path)
    );
  });

testOnHost(
  "a container that was only starting when the script was killed is ended by the clean-up",
  { root: true, programs: ["mount"] },
  async () => {
    const mount = spawnSync("which", ["mount"], { encoding: "utf8" }).stdout.trim();
    mkdirSync(at("bin"));
    writeFileSync(at("bin/mount"), SLOW_MOUNT(mount, at("begun")));
    chmodSync(at("bin/mount"), 0o755);
    writeFileSync(at("starts.ctr"), RECIPE);
    writeFileSync(at("starts.sh"), (await build(at("starts.ctr"))).script ?? "");
    const script = spawn("bash", [at("starts.sh"), "--out", at("out"), "--state", at("state")], {
      env: { ...process.env, PATH: `${at("bin")}:${process.env.PATH}` },
      stdio: "ignore",
    });
    const ended = once(script, "close");
    while (!existsSync(at("begun")) && script.exitCode === null) await pause(5);
    script.kill("SIGKILL");
    await ended;
    const cleaned = spawnSync("bash", [at("starts.sh"), "--cleanup", "--state", at("state")], {
      encoding: "utf8",
    });
    const { runId } = JSON.parse(readFileSync(at("out/events.jsonl"), "utf8").split("\n")[0] ?? "");
    expect(cleaned).toMatchObject({
      status: 0,
      stdout: `took down what was left of run ${runId}\n`,
      stderr: "",
    });
    expect([...processes(), ...leftOf(runId, at("state"))]).toEqual([]);
  },
);
