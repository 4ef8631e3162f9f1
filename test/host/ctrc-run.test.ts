import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, inject } from "vitest";
import { ctrc, scratchDirectory, startCtrc } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

// Runs use the host's cgroups, which only root may write to.
const HOST = { root: true, programs: ["unshare", "setpriv"] } as const;

const scratch = scratchDirectory();

// A test that fails half-way must not leave cgroups; this comes before the directory is removed.
afterEach(async () => {
  await ctrc(["clean", "--state", at("state")], { cwd: scratch.path });
});

const RECIPE = `recipe tiny "The least that does something"

param rounds 3 "how often"

cgroup small { pids.max 64 }

container box {
  root   host
  cgroup small
}

check says-hello {
  run box $ echo hello
  expect stdout is "hello"
}

measure start-up {
  repeat \${rounds}
  probe  time
  run box $ true
}

check naps {
  run box $ sleep NAP
  finally { host $ sleep LAST }
}
`;

/** What is said before it starts. */
const ROOT_NEEDED =
  "root is used to limit processes (line 5), make namespaces and mounts for native (line 7)\n";

const NAPPING = RECIPE.replace("NAP", "60").replace("LAST", "0");
/** Takes its time to stop the first time, so that a second signal finds it stopping. */
const STUBBORN = RECIPE.replace("NAP", "60").replace(
  "host $ sleep LAST",
  'host shell """[ -e stopped ] || sleep 60"""',
);
const RESTING = RECIPE.replace("NAP", "0").replace("LAST", "0");

function at(...names: string[]): string {
  return join(scratch.path, ...names);
}

function start(text: string, ...options: string[]) {
  writeFileSync(at("tiny.ctr"), text);
  const words = [
    "run",
    "tiny.ctr",
    "--out",
    "out",
    "--state",
    at("state"),
    "--cache",
    at("cache"),
    ...options,
  ];
  return startCtrc(words, { cwd: scratch.path });
}

/** Nothing of a run may be left in its state directory, nor a cgroup that is named after it. */
function expectNothingLeft(): void {
  expect(readdirSync(at("state", "runs"))).toEqual([]);
}

function runId(): string {
  return JSON.parse(readFileSync(at("out", "events.jsonl"), "utf8").split("\n")[0] ?? "").runId;
}

async function untilNapping(): Promise<void> {
  const events = at("out", "events.jsonl");
  while (!existsSync(events) || !/"block-started".*"block":"naps"/.test(readFileSync(events, "utf8"))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("ctrc run", () => {
  testOnHost("reports what held and what was measured", HOST, async () => {
    const { exitCode, stdout, stderr } = await start(RESTING, "--set", "rounds=6");
    expect(stderr).toBe(ROOT_NEEDED);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed +check says-hello/m);
    expect(stdout).toMatch(/^passed +measure start-up .* 6 runs$/m);
    expect(stdout).toMatch(/^ {2}time, .* 6$/m);
    expect(stdout).toContain("everything held: 3 passed");
    expect(readdirSync(at("out")).sort()).toEqual(
      expect.arrayContaining([
        "environment.json",
        "events.jsonl",
        "outputs",
        "result.json",
        "samples.jsonl",
        "script.sh",
      ]),
    );
    expectNothingLeft();

    const again = await ctrc(["report", "out"], { cwd: scratch.path });
    expect(again).toEqual({ status: 0, stdout, stderr: "" });
  });

  testOnHost("is what the script does by itself", HOST, async () => {
    writeFileSync(at("tiny.ctr"), RESTING);
    await ctrc(["build", "tiny.ctr"], { cwd: scratch.path });
    const state = ["--state", at("state"), "--cache", at("cache")];
    const { exitCode } = await execa("bash", ["tiny.sh", "--out", "bare", ...state], { cwd: scratch.path });
    expect(exitCode).toBe(0);
    await start(RESTING);
    const shapeOf = async (directory: string) => {
      const { stdout } = await ctrc(["report", "--format", "json", directory], { cwd: scratch.path });
      const { run, blocks, measures } = JSON.parse(stdout);
      return {
        digest: run.recipeDigest,
        outcome: run.outcome,
        blocks: blocks.map(({ block, outcome }: Record<string, unknown>) => [block, outcome]),
        measures: measures.map(({ metric, count, unit }: Record<string, unknown>) => [metric, count, unit]),
      };
    };
    expect(await shapeOf("bare")).toEqual(await shapeOf("out"));
  });

  testOnHost("says which expectation did not hold", HOST, async () => {
    const { exitCode, stdout } = await start(RESTING.replace('is "hello"', 'is "bye"'), "--quiet");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failed +check says-hello/m);
    expect(stdout).toMatch(/line 14: expect stdout is "bye"\n +expected +.*bye\n +seen +.*hello\n +output /);
    expect(stdout).not.toMatch(/^passed/m);
    expectNothingLeft();
  });

  testOnHost("gives events as JSON, and only those asked for", HOST, async () => {
    const { exitCode, stdout } = await start(RESTING, "--json", "--only", "says-hello");
    expect(exitCode).toBe(0);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ event: "run-started", recipe: "tiny" });
    expect(events.at(-1)).toMatchObject({ event: "run-finished", outcome: "passed" });
    const begun = events.filter(({ event }) => event === "block-started");
    expect(begun.map(({ block }) => block)).toEqual(["says-hello"]);
    expect(stdout).toBe(readFileSync(at("out", "events.jsonl"), "utf8"));
  });

  testOnHost("says that a value is not of its parameter's type", HOST, async () => {
    const { exitCode, stdout, stderr } = await start(RESTING, "--set", "rounds=many");
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^error\[script-refused\]: rounds is a number, such as 10, which many is not\n$/m);
    expect(existsSync(at("out"))).toBe(false);
  });

  testOnHost("goes on when nobody reads its report", HOST, async () => {
    const run = start(RESTING);
    run.stdout.destroy();
    const { exitCode, stderr } = await run;
    expect(stderr).toBe(ROOT_NEEDED);
    expect(exitCode).toBe(0);
    expect(JSON.parse(readFileSync(at("out", "result.json"), "utf8"))).toMatchObject({ outcome: "passed" });
  });
});

testOnHost(
  "a run that finds in the middle of a check that the host lacks something says so",
  HOST,
  async () => {
    writeFileSync(
      at("lacks.ctr"),
      "recipe lacks\ncheck looks {\n  drop-caches\n}\nmeasure times {\n  repeat 1\n  drop-caches\n}\n",
    );
    for (const [kind, block] of [
      ["check", "looks"],
      ["measure", "times"],
    ] as const) {
      const readOnly = 'mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys && exec "$@"';
      const run = [process.execPath, inject("cli"), "run", at("lacks.ctr"), "--only", block];
      const places = ["--state", at("state"), "--out", at(block)];
      const words = ["--mount", "sh", "-c", readOnly, "sh", ...run, ...places];
      const { exitCode, stdout } = await execa("unshare", words, { reject: false });
      expect(exitCode).toBe(3);
      expect(stdout).toContain("cannot drop the caches: /proc/sys/vm/drop_caches takes nothing");
      expect(stdout).toMatch(new RegExp(`^error +${kind} ${block}`, "m"));
      expect(stdout).not.toContain("unreadable");
      expect(JSON.parse(readFileSync(at(block, "result.json"), "utf8")).outcome).toBe("host-lacks");
    }
    expectNothingLeft();
  },
);

describe("an interrupted ctrc run", () => {
  testOnHost("takes everything down and keeps its results", HOST, async () => {
    const run = start(NAPPING);
    await untilNapping();
    run.kill("SIGINT");
    const { exitCode, stdout, stderr } = await run;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^interrupted: taking down/m);
    expect(stdout).toMatch(/^passed +check says-hello/m);
    expect(stdout).toMatch(/^interrupted +check naps/m);
    expect(JSON.parse(readFileSync(at("out", "result.json"), "utf8"))).toMatchObject({
      outcome: "interrupted",
    });
    expectNothingLeft();
  });

  testOnHost("of which the terminal closes, or that is told to quit, does the same", HOST, async () => {
    for (const [signal, status] of [
      ["SIGHUP", 129],
      ["SIGQUIT", 131],
    ] as const) {
      const run = start(NAPPING);
      await untilNapping();
      run.kill(signal);
      const { exitCode, stdout } = await run;
      expect(exitCode).toBe(status);
      expect(stdout).toMatch(/^interrupted +check naps/m);
      expectNothingLeft();
      rmSync(at("out"), { recursive: true });
    }
  });

  testOnHost("whose terminal is gone ends as it should", { ...HOST, programs: ["script"] }, async () => {
    writeFileSync(at("tiny.ctr"), NAPPING);
    const words = [process.execPath, inject("cli"), "run", "tiny.ctr"];
    const places = ["--out", "out", "--state", at("state"), "--cache", at("cache")];
    const command = [...words, ...places].join(" ");
    // A terminal of its own: not every machine that tests run on has one to give.
    const terminals = "mount -t devpts -o newinstance,ptmxmode=0666 none /dev/pts";
    // Only who began the session is told that it is gone.
    const typed = `trap "kill -HUP \\$!" HUP; ${command} & wait; wait $!; echo $? >status`;
    const inside = `${terminals} && mount --bind /dev/pts/ptmx /dev/ptmx && exec script -qc '${typed}' /dev/null`;
    const terminal = execa("unshare", ["--mount", "sh", "-c", inside], { cwd: scratch.path, reject: false });
    await untilNapping();
    terminal.kill("SIGKILL");
    await terminal;
    while (!existsSync(at("status"))) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readFileSync(at("status"), "utf8")).toBe("129\n");
    expectNothingLeft();
  });

  testOnHost("the second time ends at once, and ctrc clean takes down what is left", HOST, async () => {
    const run = start(STUBBORN);
    await untilNapping();
    run.kill("SIGINT");
    await new Promise<void>((resolve) => run.stderr.once("data", () => resolve()));
    run.kill("SIGINT");
    const { exitCode, stderr } = await run;
    expect(exitCode).toBe(130);
    expect(stderr).toContain("error[script-killed]: the script was ended by SIGKILL");
    expect(stderr).toContain("cgroup small");
    expect(stderr).toContain(`ctrc clean --state ${at("state")}`);

    const looked = await ctrc(["clean", "--dry-run", "--state", at("state")], { cwd: scratch.path });
    expect(looked.stdout).toContain(`${runId()}: would take down`);
    writeFileSync(at("stopped"), "");
    const cleaned = await ctrc(["clean", "--state", at("state")], { cwd: scratch.path });
    expect(cleaned).toMatchObject({ status: 0, stderr: "" });
    expect(cleaned.stdout).toContain(`${runId()}: took down`);
    expectNothingLeft();
  });

  testOnHost("that goes on is left alone by ctrc clean", HOST, async () => {
    const run = start(NAPPING);
    await untilNapping();
    const { stdout } = await ctrc(["clean", "--state", at("state")], { cwd: scratch.path });
    expect(stdout).toMatch(new RegExp(`^${runId()}: goes on, in process \\d+: left alone$`, "m"));
    run.kill("SIGTERM");
    expect((await run).exitCode).toBe(143);
    expect((await ctrc(["report", at("out")], { cwd: scratch.path })).status).toBe(143);
    expectNothingLeft();
  });
});
