import { spawnSync } from "node:child_process";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { build, run } from "../../src/index.ts";
import { leftOf } from "../support/left.ts";
import { lacking, type Needs, testOnHost } from "../support/needs.ts";

const cases = resolve(import.meta.dirname, "cases");
const recipes = resolve(import.meta.dirname, "../../recipes");
const files = [cases, recipes].flatMap((directory) =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".ctr"))
    .map((name) => join(directory, name)),
);
const needs = { root: true, programs: ["busybox", "perl", "nc"] };

/** Archived upstream, and in no package of the distributions that run the tests. */
const hasRkt = lacking({ programs: ["rkt"] }) === undefined;

/** Where test/setup-debian.sh keeps what recipes fetch: no test asks the world for it. */
const SOURCES = "/usr/local/src";
let mirror: Server;
beforeAll(async () => {
  mirror = createServer((request, response) => {
    createReadStream(join(SOURCES, basename(request.url ?? "")))
      .on("error", () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve) => mirror.listen(0, "127.0.0.1", resolve));
});
afterAll(() => mirror.close());

/** What is called by every engine that recipes compare. */
const ENGINES: Needs = {
  root: true,
  programs: [
    "busybox",
    "bwrap",
    "crun",
    "docker",
    "dockerd",
    "lxc-execute",
    "podman",
    "runc",
    "systemd-nspawn",
  ],
};

/** Recipes that need more than the others, and parameters that they are given. */
const SPECIAL: Readonly<
  Record<string, { readonly needs: Needs; readonly set: () => Record<string, string> }>
> = {
  "busybox-source": {
    needs: {
      root: true,
      programs: ["gcc", "make", "bzip2", "curl"],
      files: [join(SOURCES, "busybox-1.35.0.tar.bz2")],
    },
    set: () => ({ mirror: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}` }),
  },
  "efficient-cow": {
    needs: { root: true, programs: ["busybox", "docker", "podman"] },
    set: () => ({ rounds: "1" }),
  },
  layers: { needs, set: () => ({ rounds: "1" }) },
  lxc: { needs: { root: true, programs: ["busybox", "lxc-execute"] }, set: () => ({}) },
  "second-command": {
    needs: { root: true, programs: ["busybox", "crun", "lxc-execute", "runc"] },
    set: () => ({}),
  },
  nspawn: { needs: { root: true, programs: ["busybox", "systemd-nspawn"] }, set: () => ({}) },
  "system-container": {
    needs: { root: true, programs: ["lxc-start", "systemd-nspawn", "mmdebstrap"] },
    set: () => ({}),
  },
  "docker-podman": {
    needs: { root: true, programs: ["busybox", "docker", "dockerd", "podman"] },
    set: () => ({}),
  },
  engines: { needs: ENGINES, set: () => ({}) },
  confined: { needs: ENGINES, set: () => ({}) },
  security: { needs: ENGINES, set: () => ({}) },
  "start-cost": { needs: ENGINES, set: () => ({ rounds: "1", many: "2" }) },
};

const scratch = mkdtempSync(join(tmpdir(), "ctrc-host-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("each recipe holds on this machine, and leaves nothing", () => {
  for (const file of files) {
    const name = basename(file, ".ctr");
    if (name === "rkt" && !hasRkt) continue;
    const special = SPECIAL[name];
    testOnHost(
      name,
      special?.needs ?? needs,
      async () => {
        const directory = join(scratch, name);
        const [out, state, cache] = [
          join(directory, "out"),
          join(directory, "state"),
          join(scratch, "cache"),
        ];
        const running = run(file, { out, state, cache, set: special?.set() ?? {} });
        const failed: string[] = [];
        for await (const event of running) {
          if (event.event === "expectation" && !event.held) failed.push(`${event.line}: ${event.seen}`);
          if (event.event === "failure") failed.push(`${event.place}: ${event.message}`);
        }
        const { exitStatus, report, problems, stderr } = await running.result;
        expect({ exitStatus, failed, problems, stderr }).toEqual({
          exitStatus: 0,
          failed: [],
          problems: [],
          stderr: "",
        });
        expect(leftOf(report?.record.started.runId ?? "?", state)).toEqual([]);
      },
      300_000,
    );
  }
});

describe("an engine that this machine does not have", () => {
  testOnHost("is told of before anything is made", { root: true }, async () => {
    const [out, state] = [join(scratch, "without/out"), join(scratch, "without/state")];
    const bin = join(scratch, "without/bin");
    mkdirSync(bin, { recursive: true });
    for (const program of readdirSync("/usr/bin")) {
      if (program !== "rkt") symlinkSync(join("/usr/bin", program), join(bin, program));
    }
    const { script } = await build(join(cases, "rkt.ctr"));
    const path = join(bin, "../rkt.sh");
    writeFileSync(path, script ?? "");
    const words = [path, "--out", out, "--state", state];
    const { status, stderr } = spawnSync("bash", words, { env: { PATH: bin }, encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: "rkt.sh: the program rkt is missing\nrkt.sh: engine rkt: the program rkt is missing\n",
    });
    expect([existsSync(out), existsSync(state)]).toEqual([false, false]);
  });

  testOnHost(
    "leaves the cells of the others, and so does a daemon of Docker that does not answer",
    { root: true, programs: ["docker"] },
    async () => {
      const recipe = join(scratch, "no-daemon.ctr");
      writeFileSync(
        recipe,
        `recipe no-daemon
matrix { engine [docker, native] }
image empty { program "/bin/true" }
container box {
  engine \${engine}
  image  empty
}
check it-runs { run box $ /bin/true }
`,
      );
      const path = join(scratch, "no-daemon.sh");
      writeFileSync(path, (await build(recipe)).script ?? "");
      const [out, state] = [join(scratch, "no-daemon/out"), join(scratch, "no-daemon/state")];
      const words = [path, "--out", out, "--state", state];
      const env = { ...process.env, DOCKER_HOST: `unix://${scratch}/no-socket` };
      const { status, stdout, stderr } = spawnSync("bash", words, { env, encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(
        /^cell 1: engine docker: skipped: engine docker on host: the daemon does not answer: .*no-socket/m,
      );
      expect(stdout).toContain("check it-runs: passed");
      const only = spawnSync("bash", [path, "--state", state, "--out", `${out}-1`, "--cell", "1"], { env });
      expect(only.status).toBe(3);
    },
  );
});

describe("the bare script needs neither ctrc nor Node", () => {
  testOnHost("load-test has the same results as a script on a PATH without Node", needs, async () => {
    const directory = join(scratch, "bare");
    const bin = join(directory, "bin");
    mkdirSync(bin, { recursive: true });
    // Everything that this machine has, but Node.
    for (const from of ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]) {
      for (const program of readdirSync(from)) {
        if (/^(node|npm|npx)/.test(program)) continue;
        try {
          symlinkSync(join(from, program), join(bin, program));
        } catch {
          // The first directory of a PATH wins.
        }
      }
    }
    const { script } = await build(join(recipes, "load-test.ctr"));
    const path = join(directory, "load-test.sh");
    writeFileSync(path, script ?? "");
    const state = join(directory, "state");
    const out = join(directory, "out");
    const ended = spawnSync("bash", [path, "--out", out, "--state", state], {
      env: { PATH: bin },
      encoding: "utf8",
    });
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: "" });
    expect(ended.stdout).toContain("check memory-is-capped: passed");
    const result = JSON.parse(readFileSync(join(out, "result.json"), "utf8"));
    expect(result.outcome).toBe("passed");
    expect(
      result.blocks.map(({ block, outcome }: { block: string; outcome: string }) => `${block} ${outcome}`),
    ).toEqual(["core-0-is-free passed", "memory-is-capped passed", "only-loopback passed"]);
    expect(leftOf(result.runId, state)).toEqual([]);
  });
});
