import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect } from "vitest";
import { build } from "../../src/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";
import { standIn } from "../support/stand-in.ts";

const scratch = scratchDirectory();
const at = (name: string) => join(scratch.path, name);

/** Two containers, of which the first one goes on. */
const RECIPE = `recipe starts
require root
container box { root host }
check two {
  start box as sleeper $ sleep 54323
  run box $ true
}
`;

const STATE = ["--state", "state"];
const NEEDS = { root: true, programs: ["mount"] };

/** Builds the script, for which mount(8) does something more where a container is started. Returns how it is to be run. */
async function prepare(where: string) {
  standIn(at("bin"), "mount", `case " $* " in *" -T "*) ${where} ;; esac`);
  writeFileSync(at("starts.ctr"), RECIPE);
  writeFileSync(at("starts.sh"), (await build(at("starts.ctr"))).script ?? "");
  return { cwd: scratch.path, env: { ...process.env, PATH: `${at("bin")}:${process.env.PATH}` } };
}

const runId = (): string =>
  JSON.parse(readFileSync(at("out/events.jsonl"), "utf8").split("\n")[0] ?? "").runId;

/** Whoever has the scratch folder in its command line. */
const processes = () =>
  readdirSync("/proc").filter((pid) => {
    const file = `/proc/${pid}/cmdline`;
    return /^\d+$/.test(pid) && existsSync(file) && readFileSync(file, "utf8").includes(scratch.path);
  });

describe("a container that is starting", () => {
  testOnHost("ends the run where it cannot, while another one is there", NEEDS, async () => {
    const where = `echo >>calls; [ "$(wc -l <calls)" != 2 ] || { echo 'mount: no' >&2; exit 1; }`;
    const options = await prepare(where);
    const words = ["starts.sh", "--out", "out", ...STATE];
    const { status, stderr } = spawnSync("bash", words, { ...options, encoding: "utf8", timeout: 60_000 });
    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: expect.stringMatching(/the native engine could not start the container .*mount: no/),
    });
    expect(leftOf(runId(), at("state"))).toEqual([]);
  });

  testOnHost("is ended by the clean-up after the script was killed", NEEDS, async () => {
    const options = await prepare(`echo >'${at("begun")}'; sleep 30`);
    const script = spawn("bash", ["starts.sh", "--out", "out", ...STATE], { ...options, stdio: "ignore" });
    const ended = once(script, "close");
    while (!existsSync(at("begun")) && script.exitCode === null) await pause(5);
    script.kill("SIGKILL");
    await ended;
    const words = ["starts.sh", "--cleanup", ...STATE];
    expect(spawnSync("bash", words, { ...options, encoding: "utf8" })).toMatchObject({
      status: 0,
      stdout: `took down what was left of run ${runId()}\n`,
      stderr: "",
    });
    expect([...processes(), ...leftOf(runId(), at("state"))]).toEqual([]);
  });
});
