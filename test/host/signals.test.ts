import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { build } from "../../src/index.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

/** To take it down takes longer than the wait that the signal ends would have. */
const RECIPE = `recipe waits "A signal that comes while it waits"
cgroup some { pids.max 64 }
container box {
  root   host
  cgroup some
}
check long {
  finally { host $ sleep 2 }
  run box $ true
  sleep 1s
}
`;

testOnHost(
  "a script that a signal ends while it waits takes down all",
  { root: true, programs: ["unshare", "setpriv"] },
  async () => {
    const directory = mkdtempSync(join(tmpdir(), "ctrc-signals-"));
    const at = (name: string) => join(directory, name);
    try {
      writeFileSync(at("waits.ctr"), RECIPE);
      writeFileSync(at("waits.sh"), (await build(at("waits.ctr"))).script ?? "");
      const words = [at("waits.sh"), "--out", at("out"), "--state", at("state")];
      const script = spawn("bash", words, { stdio: ["ignore", "ignore", "pipe"] });
      let stderr = "";
      script.stderr.on("data", (bytes) => {
        stderr += bytes;
      });
      const ended = once(script, "close");
      const waits = () =>
        existsSync(at("out/events.jsonl")) &&
        readFileSync(at("out/events.jsonl"), "utf8").includes('"keyword":"run"');
      while (!waits() && script.exitCode === null) await pause(5);
      await pause(50);
      script.kill("SIGTERM");
      const [status, signal] = await ended;
      expect({ status, signal, stderr }).toEqual({ status: 143, signal: null, stderr: "" });
      const { runId, outcome } = JSON.parse(readFileSync(at("out/result.json"), "utf8"));
      expect(outcome).toBe("interrupted");
      expect(leftOf(runId, at("state"))).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
