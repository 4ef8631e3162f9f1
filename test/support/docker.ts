import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";

const PRIVATE = resolve(import.meta.dirname, "../../bench/support/private.sh");

const PATIENCE_MS = 30_000;

/** A Docker daemon of a test's own. */
export interface Docker {
  /** Runs `docker` with these words. @returns its standard output @throws Error when it fails */
  readonly docker: (...words: string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a Docker daemon without a network, with all its files below `directory`, which is made.
 * @throws Error with the daemon's log if it does not come up
 */
export async function startDocker(directory: string): Promise<Docker> {
  mkdirSync(directory);
  const at = (name: string) => join(directory, name);
  const host = `unix://${at("socket")}`;
  const log = openSync(at("log"), "w");
  const daemon = spawn(
    PRIVATE,
    [
      ...[
        "dockerd",
        "--host",
        host,
        "--pidfile",
        at("pid"),
        "--data-root",
        at("data"),
        "--exec-root",
        at("exec"),
      ],
      ...["--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs"],
    ],
    { stdio: ["ignore", log, log] },
  );
  closeSync(log);
  const ended = once(daemon, "exit");
  const docker = async (...words: string[]) => (await execa("docker", ["--host", host, ...words])).stdout;
  const stop = async () => {
    daemon.kill("SIGTERM");
    await ended;
  };
  const end = Date.now() + PATIENCE_MS;
  while (daemon.exitCode === null && Date.now() < end) {
    const isUp = await docker("info").then(
      () => true,
      () => false,
    );
    if (isUp) return { docker, stop };
    await setTimeout(50);
  }
  await stop();
  throw new Error(`the Docker daemon does not come up:\n${readFileSync(at("log"), "utf8").slice(-2000)}`);
}
