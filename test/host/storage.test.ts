import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { build } from "../../src/compile/index.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";
import { runRecipe } from "../support/run-recipe.ts";

const recipe = (driver: string, size: string): string => `recipe storage "One storage"
image busybox {
  program "/bin/busybox" links [sh, dd, sleep]
}
storage disk {
  driver ${driver}
  ${size}
}
container box {
  image   busybox
  storage disk
}
check in-the-middle {
  run box keep as one $ dd if=/dev/zero of=/data bs=1M count=5
  commit one as two
  start two as three $ sleep 100
  host $ sleep 100
}
`;

describe("a storage", () => {
  let scratch = "";
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), "ctrc-storage-"));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  async function scriptOf(driver: string, size: string): Promise<string> {
    const { script } = await build("storage.ctr", async () => recipe(driver, size));
    const file = join(scratch, `${driver}.sh`);
    writeFileSync(file, script ?? "");
    return file;
  }

  for (const [driver, program] of [
    ["overlay", "mkfs.ext4"],
    ["btrfs", "mkfs.btrfs"],
  ] as const) {
    testOnHost(
      `on ${driver} is taken down by --cleanup when its run was killed`,
      { root: true, programs: ["busybox", program] },
      async () => {
        const file = await scriptOf(driver, "size 1GiB");
        const [out, state, cache] = [`out-${driver}`, `state-${driver}`, "cache"].map((name) =>
          join(scratch, name),
        ) as [string, string, string];
        const run = spawn("bash", [file, "--out", out, "--state", state, "--cache", cache], {
          stdio: "ignore",
        });
        const events = join(out, "events.jsonl");
        while (!(existsSync(events) && readFileSync(events, "utf8").includes('"keyword":"start"'))) {
          expect(run.exitCode).toBeNull();
          await setTimeout(20);
        }
        run.kill("SIGKILL");
        await once(run, "exit");
        const runId = /"runId":"(\w+)"/.exec(readFileSync(events, "utf8"))?.[1] ?? "?";
        const left = leftOf(runId, state).join("\n");
        expect(left).toContain("loop device");
        expect(left).toContain("mount");
        const cleaned = spawnSync("bash", [file, "--cleanup", "--state", state], { encoding: "utf8" });
        expect(cleaned).toMatchObject({
          status: 0,
          stdout: `took down what was left of run ${runId}\n`,
          stderr: "",
        });
        expect(leftOf(runId, state)).toEqual([]);
      },
      60_000,
    );
  }

  testOnHost(
    "has an image once for all containers with the same mount points",
    { root: true, programs: ["busybox"] },
    async () => {
      const container = (name: string, settings = "") =>
        `container ${name} {\n  image busybox\n  storage disk\n${settings}}\n`;
      const containers = container("one") + container("two") + container("three", '  tmpfs "/scratch"\n');
      const names = ["box", "one", "two", "three"];
      const check = `check they-run {\n${names.map((name) => `  run ${name} $ sh -c ":"\n`).join("")}}\n`;
      const declarations = recipe("vfs", "").replace(/check .*/s, "");
      const { exitStatus, out } = await runRecipe(scratch, declarations + containers + check);
      expect(exitStatus).toBe(0);
      const imported = readFileSync(join(out, "events.jsonl"), "utf8").matchAll(
        /"image-imported".*"container":"([a-z]+)"/g,
      );
      expect([...imported].map(([, name]) => name)).toEqual(["box", "three"]);
    },
  );

  const hasAufs = existsSync("/sys/module/aufs");
  testOnHost(
    `that this kernel cannot do is said before anything is made${hasAufs ? " (it can)" : ""}`,
    { root: true, programs: ["busybox"] },
    async () => {
      if (hasAufs) return;
      const file = await scriptOf("aufs", "");
      const looked = spawnSync("bash", [file, "--check"], { encoding: "utf8" });
      expect(looked).toMatchObject({
        status: 3,
        stdout: "",
        stderr: "storage.sh: storage driver aufs: this kernel has no file system aufs\n",
      });
    },
  );
});
