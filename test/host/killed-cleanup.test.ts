import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();
const at = (name: string) => join(scratch.path, name);

/** What is to be done at the end takes for ever the first time. */
const RECIPE = `recipe ends
check long {
  finally {
    host shell """
      echo >>times
      [ "$(wc -l <times)" != 1 ] || exec sleep 54321
      """
  }
  host $ touch begun
  sleep 1min
}
`;

/** Starts the script in a session of its own, and kills it as soon as a file is there. */
async function killOnce(name: string, words: readonly string[]): Promise<void> {
  const script = spawn("bash", [at("ends.sh"), ...words], {
    cwd: scratch.path,
    stdio: "ignore",
    detached: true,
  });
  const ended = once(script, "close");
  while (!existsSync(at(name)) && script.exitCode === null) await pause(5);
  await pause(100);
  script.kill("SIGKILL");
  await ended;
}

const sleepers = () =>
  readdirSync("/proc").filter((pid) => {
    const file = `/proc/${pid}/cmdline`;
    return (
      /^\d+$/.test(pid) && existsSync(file) && readFileSync(file, "utf8").startsWith("sleep\0" + "54321")
    );
  });

testOnHost("a clean-up that is killed is done by the next one", { root: true, programs: [] }, async () => {
  writeFileSync(at("ends.ctr"), RECIPE);
  writeFileSync(at("ends.sh"), (await build(at("ends.ctr"))).script ?? "");
  const state = ["--state", at("state")];
  await killOnce("begun", ["--out", at("out"), "--recipe-dir", scratch.path, ...state]);
  await killOnce("times", ["--cleanup", ...state]);
  expect(sleepers()).toHaveLength(1);
  const cleaned = spawnSync("bash", [at("ends.sh"), "--cleanup", ...state], { encoding: "utf8" });
  const { runId } = JSON.parse(readFileSync(at("out/events.jsonl"), "utf8").split("\n")[0] ?? "");
  expect(cleaned).toMatchObject({
    status: 0,
    stdout: `did what check long wants at its end\ntook down what was left of run ${runId}\n`,
    stderr: "",
  });
  expect([...sleepers(), ...leftOf(runId, at("state"))]).toEqual([]);
});
