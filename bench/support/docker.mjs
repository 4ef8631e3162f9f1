import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { printed } from "./ctrc.mjs";
import { script } from "./rounds.mjs";
import { undo } from "./scratch.mjs";

const PATIENCE_MS = 20_000;

/**
 * Starts a Docker daemon of our own, with all its files below `directory`, and without a network; it ends with the
 * benchmark.
 * @returns the words that begin a command to it
 * @throws Error with the reason if it does not come up
 */
export function startDocker(directory) {
  mkdirSync(directory);
  const client = ["docker", "--host", `unix://${join(directory, "socket")}`];
  const pidFile = join(directory, "pid");
  const log = openSync(join(directory, "log"), "w");
  const words = ["--iptables=false", "--ip6tables=false", "--bridge=none", "--pidfile", pidFile];
  const places = ["--data-root", join(directory, "data"), "--exec-root", join(directory, "exec")];
  const daemon = spawn(script("private.sh"), ["dockerd", ...words, ...places, "--host", client[2]], {
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  daemon.unref();
  undo(() => {
    daemon.kill("SIGTERM");
    // It takes its own containers down first.
    until(() => !isAlive(daemon.pid));
  });
  const isUp = until(() => spawnSync(client[0], [...client.slice(1), "info"]).status === 0);
  if (!isUp || !existsSync(pidFile)) {
    throw new Error(
      `the daemon does not come up: ${printed(spawnSync("tail", ["-1", join(directory, "log")], { encoding: "utf8" }))}`,
    );
  }
  return client;
}

function until(condition) {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  return true;
}

/** A zombie has ended too; Node reaps it only when this returns. */
function isAlive(pid) {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout !== "" && !stdout.startsWith("Z");
}
