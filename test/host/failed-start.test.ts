import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
check two {
  start box as sleeper $ sleep 54323
  run box $ true
}
`;

/** A mount(8) that fails for the second container. */
const FAILING_MOUNT = (mount: string, calls: string) => `#!/bin/sh
case " $* " in *" -T "*)
  echo >>'${calls}'
  [ "$(wc -l <'${calls}')" != 2 ] || { echo 'mount: no' >&2; exit 1; }
  ;;
esac
exec '${mount}' "$@"
`;

testOnHost(
  "a container that cannot be started ends the run while another one is there",
  { root: true, programs: ["mount"] },
  async () => {
    const mount = spawnSync("which", ["mount"], { encoding: "utf8" }).stdout.trim();
    mkdirSync(at("bin"));
    writeFileSync(at("bin/mount"), FAILING_MOUNT(mount, at("calls")));
    chmodSync(at("bin/mount"), 0o755);
    writeFileSync(at("starts.ctr"), RECIPE);
    writeFileSync(at("starts.sh"), (await build(at("starts.ctr"))).script ?? "");
    const { status, stderr } = spawnSync(
      "bash",
      [at("starts.sh"), "--out", at("out"), "--state", at("state")],
      {
        encoding: "utf8",
        env: { ...process.env, PATH: `${at("bin")}:${process.env.PATH}` },
        timeout: 60_000,
      },
    );
    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: expect.stringContaining("the native engine could not start the container"),
    });
    expect(stderr).toContain("mount: no");
    const { runId } = JSON.parse(readFileSync(at("out/events.jsonl"), "utf8").split("\n")[0] ?? "");
    expect(leftOf(runId, at("state"))).toEqual([]);
  },
);
