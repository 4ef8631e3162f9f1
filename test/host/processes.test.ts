import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();
const at = (name: string) => join(scratch.path, name);

/** What the script's own functions for processes say, in bash. */
function bash(commands: string): string {
  const functions = readFileSync(new URL("../../src/runtime/process.sh", import.meta.url), "utf8");
  const ended = spawnSync("bash", ["-c", `set -euo pipefail\n${functions}\n${commands}`], {
    encoding: "utf8",
  });
  expect(ended.stderr).toBe("");
  return ended.stdout;
}

describe("a process", () => {
  const judged = `process_lives "$pid" && echo lives || echo dead; process_started "$pid"; [[ -n $REPLY ]] && echo started || echo none`;

  test("lives, whatever its name is", () => {
    const name = String.raw`printf 'a) Z 1\nb) Z' >/proc/self/comm`;
    const started = `(${name}; kill -STOP "$BASHPID") & pid=$!; until grep -q T "/proc/$pid/stat"; do :; done`;
    expect(bash(`${started}; ${judged}; { kill -KILL "$pid"; wait "$pid"; } 2>/dev/null || :`)).toBe(
      "lives\nstarted\n",
    );
  });

  test("that has ended is dead, though nobody has waited for it", () => {
    const started = `exec {fd}< <(sleep 0.1 & echo "$!"; exec sleep 5); read -r pid <&"$fd"; sleep 0.3`;
    const there = `[[ -e /proc/$pid ]] && echo there`;
    expect(bash(`${started}; ${there}; ${judged}; kill "$!"`)).toBe("there\ndead\nnone\n");
  });

  test("that is not there is dead", () => {
    expect(bash(`pid=4194304; ${judged}`)).toBe("dead\nnone\n");
  });
});

describe("what a process reports", () => {
  /** A script has a child before it listens to any: the one that watches it. */
  const begin = () => `: & RUN_DIR=${scratch.path}; process_begin`;
  /** Bash that starts a process, which does this, and prints what is heard of it. */
  const heard = (commands: string) =>
    `report_open; (${commands}) 7>&"$REPORTER" & report_listen; ! report_read || printf 'told '; echo "$REPLY"; report_close`;

  test("is heard whole, however slow it is", () => {
    expect(bash(`${begin()}; ${heard("printf 123 >&7; sleep 0.5; echo 45 >&7")}`)).toBe("told 12345\n");
  });

  test("is missed at once when it has ended without, though another one that has reported goes on", () => {
    const another = `${heard("echo ready >&7; exec sleep 54324 >/dev/null")}; another=$!; report_renew`;
    expect(bash(`${begin()}; ${another}; ${heard("exit 3")}; kill "$another"`)).toBe(
      "told ready\nit ended with status 3\n",
    );
  });
});

describe("a run in another PID namespace", () => {
  const NEEDS = { root: true, programs: ["unshare"] };
  testOnHost("is not taken for a dead one", NEEDS, async () => {
    writeFileSync(
      at("waits.ctr"),
      `recipe waits "Waits until it is told to go on"
cgroup some { pids.max 64 }
container box {
  root   host
  cgroup some
}
check holds {
  start box as sleeper $ sleep 60
  host shell """echo ready >ready; until [ -e go ]; do sleep 0.05; done"""
  exec sleeper $ true
  expect exit 0
}
`,
    );
    writeFileSync(at("waits.sh"), (await build(at("waits.ctr"))).script ?? "");
    const [file, out, state] = [at("waits.sh"), at("out"), at("state")];
    const run = spawn("bash", [file, "--out", out, "--state", state], { cwd: scratch.path, stdio: "ignore" });
    const ended = new Promise((resolve) => run.on("exit", resolve));
    const ready = "until [ -e ready ]; do sleep 0.05; done";
    spawnSync("timeout", ["30", "bash", "-c", ready], { cwd: scratch.path });
    const words = ["--pid", "--fork", "--mount-proc", "bash", file, "--cleanup", "--state", state];
    const cleanup = spawnSync("unshare", words, { encoding: "utf8" });
    writeFileSync(at("go"), "");
    expect(cleanup.stdout).toMatch(/^run \w+ is alive/);
    expect(await ended).toBe(0);
    const result = JSON.parse(readFileSync(join(out, "result.json"), "utf8"));
    expect(result.outcome).toBe("passed");
    expect(leftOf(result.runId, state)).toEqual([]);
  });
});

describe("a container that is killed before it is ready", () => {
  const needs = { root: true, programs: ["busybox", "unshare", "bwrap", "systemd-nspawn"] };
  testOnHost("is told of by the script, and not by bash", needs, async () => {
    const recipe = at("tiny.ctr");
    writeFileSync(
      recipe,
      `recipe tiny
matrix { engine [native, bwrap, nspawn] }
image small { program "/bin/busybox" links [true] }
cgroup tiny { memory.max 128KiB }
container box {
  engine \${engine}
  image  small
  cgroup tiny
}
check starts { run box $ true }
`,
    );
    const script = at("tiny.sh");
    writeFileSync(script, (await build(recipe)).script ?? "");
    for (const cell of ["1", "2", "3"]) {
      const [out, state] = [at(`out-${cell}`), at("state")];
      const words = [script, "--cell", cell, "--out", out, "--state", state, "--cache", at("cache")];
      const ended = spawnSync("bash", words, { encoding: "utf8" });
      expect({ cell, status: ended.status }).toEqual({ cell, status: 4 });
      expect(ended.stderr).toMatch(
        /^tiny\.sh: tiny\.ctr:10: run box \$ true: .*: it was killed by SIGKILL \(status 4\)\n$/,
      );
      expect(leftOf(JSON.parse(readFileSync(join(out, "result.json"), "utf8")).runId, state)).toEqual([]);
    }
  });
});
