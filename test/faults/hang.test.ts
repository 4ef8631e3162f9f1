import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect } from "vitest";
import { build } from "../../src/index.ts";
import { testOnHost } from "../support/needs.ts";
import { differences, hostState, processesIn } from "./host-state.ts";
import { makeSandbox, type Sandbox } from "./sandbox.ts";
import { NEEDS } from "./subjects.ts";

const recipe = (engine: string) => `recipe hang "An engine that hangs"

require root

image busybox {
  program "/bin/busybox" links [sleep]
}

storage files {
  driver overlay
}

container box {
  engine  ${engine}
  image   busybox
  storage files
}

check ends {
  run box timeout 2s $ sleep 1000
  expect exit 124
}
`;

describe("what hangs under the timeout of an action is killed, and told", () => {
  let sandbox: Sandbox;
  let before: readonly string[];
  const path = (name: string) => `${sandbox.directory}/${name}`;

  beforeEach(() => {
    sandbox = makeSandbox();
    mkdirSync(path("state"));
    mkdirSync(path("state/runs"), { mode: 0o700 });
    before = hostState(sandbox, ["state", "tmp"]);
  });
  afterEach(() => sandbox.remove());

  /** Runs the recipe, and stops a process for good as soon as the container's command and it are both there. */
  async function expectEnded(engine: string, hangs: RegExp): Promise<void> {
    writeFileSync(path("hang.ctr"), recipe(engine));
    const { script } = await build(path("hang.ctr"));
    writeFileSync(path("hang.sh"), script ?? "");
    const words = ["hang.sh", "--out", path("out"), "--state", path("state"), "--cache", path("cache")];
    const { ended } = sandbox.start(["bash", ...words]);
    const find = (wanted: RegExp) => processesIn(sandbox.cgroups).find(({ command }) => wanted.test(command));
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver && (find(/^sleep 1000/) === undefined || find(hangs) === undefined)) await pause(20);
    const stopped = find(hangs);
    expect(stopped).toBeDefined();
    if (stopped !== undefined) process.kill(stopped.pid, "SIGSTOP");
    const { status, stderr } = await ended;
    const left = differences(before, hostState(sandbox, ["state", "tmp"]));
    expect({ status, left, stderr }).toEqual({
      status: 4,
      left: [],
      stderr: expect.stringContaining("the engine took longer than its timeout of 62 s"),
    });
  }

  for (const engine of ["podman", "docker"]) {
    testOnHost(
      `a client of ${engine}`,
      { ...NEEDS, programs: ["busybox", engine] },
      () => expectEnded(engine, new RegExp(`^(\\S*/)?${engine} .*start --attach`)),
      300_000,
    );
  }

  testOnHost(
    "a daemon of docker",
    { ...NEEDS, programs: ["busybox", "docker", "dockerd"] },
    () => expectEnded("docker", /^(\S*\/)?dockerd /),
    300_000,
  );
});
