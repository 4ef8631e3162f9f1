import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";

const scratch = scratchDirectory();

const UGLY = "recipe tiny   # why\ncgroup a {\n    pids.max 5\n  memory.max   64MiB }\n";
const NEAT = "recipe tiny  # why\ncgroup a {\n  pids.max   5\n  memory.max 64MiB\n}\n";
const BROKEN = "recipe tiny\ncgroup a {\n";

const at = (name: string): string => join(scratch.path, name);
const read = (name: string): string => readFileSync(at(name), "utf8");
const run = (...words: string[]) => ctrc(words, { cwd: scratch.path });

beforeEach(() => {
  writeFileSync(at("ugly.ctr"), UGLY);
  writeFileSync(at("neat.ctr"), NEAT);
});

it("writes what changes, with the permissions that it had, and says so", async () => {
  chmodSync(at("ugly.ctr"), 0o640);
  const before = statSync(at("neat.ctr")).mtimeMs;
  expect(await run("fmt", "ugly.ctr", "neat.ctr")).toEqual({
    status: 0,
    stdout: "",
    stderr: "formatted ugly.ctr\n",
  });
  expect(read("ugly.ctr")).toBe(NEAT);
  expect(statSync(at("ugly.ctr")).mode & 0o777).toBe(0o640);
  expect(statSync(at("neat.ctr")).mtimeMs).toBe(before);
});

it("finds the recipes below a directory", async () => {
  mkdirSync(at("deep/er"), { recursive: true });
  mkdirSync(at(".hidden"));
  writeFileSync(at("deep/er/ugly.ctr"), UGLY);
  writeFileSync(at("deep/ugly.txt"), UGLY);
  writeFileSync(at(".hidden/ugly.ctr"), UGLY);
  const { status, stdout } = await run("fmt", "--check", ".");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "deep/er/ugly.ctr\nugly.ctr\n" });
  mkdirSync(at("empty"));
  expect(await run("fmt", "empty")).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^error\[no-recipes\]/),
  });
});

it("with --check names what would change, fails, and writes nothing", async () => {
  expect(await run("fmt", "--check", "ugly.ctr", "neat.ctr")).toEqual({
    status: 1,
    stdout: "ugly.ctr\n",
    stderr: "",
  });
  expect(read("ugly.ctr")).toBe(UGLY);
  expect(await run("fmt", "--check", "neat.ctr")).toEqual({ status: 0, stdout: "", stderr: "" });
});

it("with --diff shows what would change as diff -u does", async () => {
  const { status, stdout, stderr } = await run("fmt", "--diff", "ugly.ctr", "neat.ctr");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toBe(`--- ugly.ctr\tas it is
+++ ugly.ctr\tformatted
@@ -1,4 +1,5 @@
-recipe tiny   # why
+recipe tiny  # why
 cgroup a {
-    pids.max 5
-  memory.max   64MiB }
+  pids.max   5
+  memory.max 64MiB
+}
`);
  expect(read("ugly.ctr")).toBe(UGLY);
});

it("colours what would change only when asked", async () => {
  const { stdout } = await ctrc(["fmt", "--diff", "ugly.ctr"], {
    cwd: scratch.path,
    env: { FORCE_COLOR: "1" },
  });
  expect(stdout).toContain("\u001b[32m+recipe tiny  # why\u001b[39m");
});

it("reads standard input and writes standard output", async () => {
  const filter = (...words: string[]) => ctrc(["fmt", ...words], { cwd: scratch.path, input: UGLY });
  expect(await filter("-")).toEqual({ status: 0, stdout: NEAT, stderr: "" });
  expect(await filter("--check", "-")).toEqual({ status: 1, stdout: "-\n", stderr: "" });
});

it("leaves a recipe with errors in its syntax alone, shows them, and goes on with the others", async () => {
  writeFileSync(at("broken.ctr"), BROKEN);
  const { status, stdout, stderr } = await run("fmt", "broken.ctr", "ugly.ctr");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^error\[unclosed-block\][\s\S]*broken\.ctr:2:10[\s\S]*error\[not-formatted\]/);
  expect(read("broken.ctr")).toBe(BROKEN);
  expect(read("ugly.ctr")).toBe(NEAT);
});

it("leaves a file alone that is not UTF-8", async () => {
  const latin1 = Buffer.from("recipe tiny   # h\u00e9\n", "latin1");
  writeFileSync(at("latin1.ctr"), latin1);
  const { status, stderr } = await run("fmt", "latin1.ctr");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^error\[not-text\]/);
  expect(readFileSync(at("latin1.ctr"))).toEqual(latin1);
});

it("has nothing to change in what `ctrc new` writes", async () => {
  await run("new", "fresh.ctr");
  expect((await run("fmt", "--check", "fresh.ctr")).status).toBe(0);
});
