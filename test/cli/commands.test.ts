import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ctrc, scratchDirectory, startCtrc } from "../support/ctrc.ts";

const scratch = scratchDirectory();

const RUN_DIRECTORY = join(import.meta.dirname, "../execute/report/cases/matrix-with-a-failure");

const RECIPE = `recipe tiny "The least that does something"

param rounds 3 "how often"

check says-hello {
  host $ echo hello
  expect stdout is "hello"
}

measure nothing {
  repeat \${rounds}
  host $ true
}
`;

function at(name: string): string {
  return join(scratch.path, name);
}

function writeRecipe(text = RECIPE, name = "tiny.ctr"): void {
  writeFileSync(at(name), text);
}

const run = (...words: string[]) => ctrc(words, { cwd: scratch.path });

describe("ctrc", () => {
  it("without a command prints its help and fails", async () => {
    const { status, stdout, stderr } = await run();
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^Usage: ctrc /);
  });

  it("prints its help and its version", async () => {
    const help = await run("--help");
    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toContain("Exit status:");
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
    expect(await run("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([
    "new",
    "check",
    "explain",
    "fmt",
    "plan",
    "build",
    "run",
    "report",
    "compare",
    "verify",
    "clean",
    "doctor",
    "completion",
  ])("%s has help with examples", async (command) => {
    const { status, stdout } = await run(command, "--help");
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nExamples:\n {2}\S/);
  });

  it.each([
    [["frobnicate"], "unknown-command"],
    [["chekc", "x.ctr"], "unknown-command"],
    [["check"], "missing-argument"],
    [["check", "--jsno", "x.ctr"], "unknown-option"],
    [["run", "--set", "rounds", "x.ctr"], "invalid-argument"],
    [["run", "--cell", "0", "x.ctr"], "invalid-argument"],
    [["report", "--format", "pdf", "x"], "invalid-argument"],
    [["completion", "tcsh"], "invalid-argument"],
    [["check", "nowhere.ctr"], "cannot-read"],
    [["build", "."], "cannot-read"],
    [["check", "/dev/zero"], "cannot-read"],
    [["fmt", "/dev/zero"], "cannot-read"],
    [["report", "."], "not-a-run-directory"],
    [["report", "--baseline", "9", RUN_DIRECTORY], "unknown-cell"],
    [["compare", RUN_DIRECTORY], "missing-argument"],
    [["compare", RUN_DIRECTORY, "."], "not-a-run-directory"],
    [["compare", "--fail-if", "faster", RUN_DIRECTORY, RUN_DIRECTORY], "bad-condition"],
    [
      ["compare", "--fail-if", "median time of nothing > 5%", RUN_DIRECTORY, RUN_DIRECTORY],
      "condition-about-nothing",
    ],
    [["compare", "--margin", "x", RUN_DIRECTORY, RUN_DIRECTORY], "invalid-argument"],
    [["verify", "nowhere.sh"], "cannot-read"],
    [["new", "No-Such-Name"], "name-not-allowed"],
    [["new", "nowhere/first"], "cannot-write"],
  ])("%j: %s", async (words, code) => {
    const { status, stdout, stderr } = await run(...words);
    expect(status).toBe(code === "cannot-write" ? 4 : 2);
    expect(stdout).toBe("");
    expect(stderr.startsWith(`error[${code}]: `)).toBe(true);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["a device", "/dev/zero"],
    ["a pipe that nobody writes to", "pipe"],
    ["a directory", "folder"],
    ["a file with more than anybody writes", "large"],
    ["nothing", "nowhere"],
  ])("an import of %s is told where it stands", async (_, file) => {
    execFileSync("mkfifo", [at("pipe")]);
    mkdirSync(at("folder"));
    writeFileSync(at("large"), "");
    truncateSync(at("large"), 100 * 1024 ** 2);
    writeRecipe(`recipe imports\nimport "${file}"\ncheck c { host $ true }\n`);
    const { status, stdout, stderr } = await run("build", "tiny.ctr", "-o", "tiny.sh");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("error[import-not-found]");
    expect(stderr).toContain("tiny.ctr:2:8");
    expect(existsSync(at("tiny.sh"))).toBe(false);
  });

  it.each([
    ["a byte order mark and CRLF", (text: string) => `\ufeff${text.replaceAll("\n", "\r\n")}`, undefined],
    ["a NUL byte", (text: string) => `${text}\0`, "not-text"],
    ["bytes that are not UTF-8", (text: string) => Buffer.from(`${text}# \u00ff`, "latin1"), "not-text"],
  ])("an import with %s is read, or refused by its code", async (_, change, code) => {
    writeFileSync(at("part.ctr"), change("cgroup small { pids.max 10 }\n"));
    writeRecipe('recipe imports\nimport "part.ctr"\ncheck c { host $ true }\n');
    const { status, stderr } = await run("check", "tiny.ctr");
    expect(status).toBe(code === undefined ? 0 : 2);
    if (code !== undefined) expect(stderr).toContain(`error[${code}]`);
  });

  it("suggests what was meant", async () => {
    expect((await run("chekc")).stderr).toContain("help: Did you mean check?");
  });
});

describe("ctrc check", () => {
  it("says that a recipe is good", async () => {
    writeRecipe();
    expect(await run("check", "tiny.ctr")).toEqual({
      status: 0,
      stdout: "tiny.ctr: no errors, 1 check, 1 measure\n",
      stderr: "",
    });
  });

  it("goes on after a file that it cannot read, and shows what is wrong in the others", async () => {
    writeRecipe(RECIPE.replace("repeat", "repaet"), "wrong.ctr");
    const { status, stderr } = await run("check", "nowhere.ctr", "wrong.ctr");
    expect(status).toBe(2);
    expect(stderr).toContain("error[cannot-read]: `nowhere.ctr`");
    expect(stderr).toContain("wrong.ctr:11:3");
  });

  it("reads standard input", async () => {
    const { status } = await ctrc(["check", "-"], { cwd: scratch.path, input: RECIPE });
    expect(status).toBe(0);
  });

  it("gives JSON", async () => {
    writeRecipe(RECIPE.replace("repeat", "repaet"), "wrong.ctr");
    const { status, stdout, stderr } = await run("check", "--json", "wrong.ctr");
    expect(status).toBe(2);
    expect(stderr).toBe("");
    const { format, files } = JSON.parse(stdout);
    expect(format).toBe(1);
    expect(files).toMatchObject([
      { file: "wrong.ctr", diagnostics: [{ severity: "error", span: { line: 11 } }] },
    ]);
  });

  it("holds limits against the host only when asked", async () => {
    const cgroup = "\ncgroup large {\n  memory.max 1EiB\n}\n";
    const container =
      "\ncontainer box {\n  root   host\n  cgroup large\n}\n\ncheck runs {\n  run box $ true\n}\n";
    writeRecipe(`${RECIPE}${cgroup}${container}`);
    expect((await run("check", "tiny.ctr")).stderr).toBe("");
    const { status, stderr } = await run("check", "--host", "tiny.ctr");
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning\[limit-above-host\][\s\S]*tiny\.ctr:16:14/);
  });

  it("shows notes, which build does not", async () => {
    writeRecipe(`${RECIPE}\nimage a {\n  fetch "http://example.org/a" sha256 ${"0".repeat(64)} as file\n}\n`);
    expect((await run("check", "tiny.ctr")).stderr).toContain("note[insecure-fetch]");
    expect((await run("build", "tiny.ctr", "-o", "-")).stderr).not.toContain("note[");
  });

  it("has colours only when asked", async () => {
    writeRecipe(RECIPE.replace("repeat", "repaet"), "wrong.ctr");
    const stderrWith = async (env: Record<string, string>) =>
      (await ctrc(["check", "wrong.ctr"], { cwd: scratch.path, env })).stderr;
    expect(await stderrWith({})).not.toContain("\u001b");
    expect(await stderrWith({ FORCE_COLOR: "1" })).toContain("\u001b[");
    expect(await stderrWith({ FORCE_COLOR: "0" })).not.toContain("\u001b");
    expect(await stderrWith({ NO_COLOR: "1" })).not.toContain("\u001b");
  });
});

describe("ctrc build", () => {
  it("writes an executable script and nothing else, and verify knows it", async () => {
    writeRecipe();
    expect(await run("build", "tiny.ctr")).toEqual({ status: 0, stdout: "", stderr: "wrote tiny.sh\n" });
    expect(statSync(at("tiny.sh")).mode & 0o111).toBe(0o111 & ~process.umask());
    expect((await run("verify", "tiny.sh")).status).toBe(0);
    expect((await run("verify", "tiny.sh", "tiny.ctr")).status).toBe(0);
    const again = await run("build", "tiny.ctr");
    expect(again.status).toBe(0);
    writeFileSync(at("tiny.sh"), `${readFileSync(at("tiny.sh"), "utf8")}# by hand\n`);
    const changed = await run("verify", "tiny.sh");
    expect(changed.status).toBe(1);
    expect(changed.stdout).toMatch(/line \d+ differs/);
    writeRecipe(RECIPE.replace("The least", "The most"));
    expect((await run("verify", "tiny.sh", "tiny.ctr")).status).toBe(1);
  });

  it("prints the script for `-o -`, the same bytes", async () => {
    writeRecipe();
    await run("build", "tiny.ctr", "-o", "other.sh");
    const { stdout } = await run("build", "tiny.ctr", "-o", "-");
    expect(stdout).toBe(readFileSync(at("other.sh"), "utf8"));
  });

  it("does not write over what it did not make, unless it is named", async () => {
    writeRecipe();
    writeFileSync(at("tiny.sh"), "#!/bin/sh\necho mine\n");
    const { status, stderr } = await run("build", "tiny.ctr");
    expect(status).toBe(2);
    expect(stderr).toContain("error[would-overwrite]");
    expect(readFileSync(at("tiny.sh"), "utf8")).toContain("mine");
    expect((await run("build", "tiny.ctr", "-o", "tiny.sh")).status).toBe(0);
  });

  it("writes into what is no regular file, and never in its place", async () => {
    writeRecipe();
    expect((await run("build", "tiny.ctr", "-o", "/dev/null")).status).toBe(0);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    mkdirSync(at("folder"));
    const { status, stderr } = await run("build", "tiny.ctr", "-o", "folder");
    expect(status).toBe(4);
    expect(stderr).toContain("error[cannot-write]: `folder`: it is a directory");
  });
});

describe("ctrc plan", () => {
  it("lists the steps, for people and as JSON", async () => {
    writeRecipe();
    const { stdout } = await run("plan", "tiny.ctr");
    expect(stdout).toContain("check says-hello (line 5)");
    expect(stdout).toMatch(/line 6 +host\.run echo hello/);
    const plan = JSON.parse((await run("plan", "--json", "tiny.ctr")).stdout);
    expect(plan).toMatchObject({ format: 1, recipe: { name: "tiny" }, blocks: [{ name: "says-hello" }, {}] });
  });
});

describe("ctrc new", () => {
  it("writes a recipe that has no errors, and never overwrites", async () => {
    expect((await run("new", "first")).status).toBe(0);
    expect((await run("check", "first.ctr")).status).toBe(0);
    const text = readFileSync(at("first.ctr"), "utf8");
    const again = await run("new", "first.ctr");
    expect(again.status).toBe(2);
    expect(again.stderr).toContain("error[would-overwrite]");
    expect(readFileSync(at("first.ctr"), "utf8")).toBe(text);
  });
});

describe("ctrc doctor and ctrc clean", () => {
  it("give findings as JSON", async () => {
    const { status, stdout } = await run("doctor", "--json");
    expect([0, 3]).toContain(status);
    const { findings } = JSON.parse(stdout);
    const names = findings.map(({ topic, name }: { topic: string; name: string }) => `${topic} ${name}`);
    expect(names).toEqual(
      expect.arrayContaining(["host bash", "host room", "cgroup memory", "namespace pid", "engine native"]),
    );
  });

  it("has nothing to take down in an empty state directory", async () => {
    const { status, stdout } = await run("clean", "--state", "empty");
    expect(status).toBe(0);
    expect(stdout).toBe(`nothing to take down in ${at("empty")}\n`);
  });
});

describe("output that cannot be written", () => {
  it("because the reader has gone: is no fault", async () => {
    writeRecipe();
    const subprocess = startCtrc(["build", "tiny.ctr", "-o", "-"], { cwd: scratch.path });
    subprocess.stdout.destroy();
    const { exitCode, stderr } = await subprocess;
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
  });
});

it("compare ends with status 1 only where a condition is decidedly true", async () => {
  const condition = ["compare", "--fail-if", "median time of one-shot > +5%"];
  const same = await run(...condition, RUN_DIRECTORY, RUN_DIRECTORY);
  expect(same.status).toBe(0);
  expect(same.stdout).toMatch(/^undecided {2}median time/m);
  const { results } = JSON.parse((await run("report", "-f", "hyperfine", RUN_DIRECTORY)).stdout);
  const [before, after] = [at("before.json"), at("after.json")];
  writeFileSync(before, JSON.stringify({ results }));
  for (const result of results) result.times = result.times.map((time: number) => 1.5 * time);
  writeFileSync(after, JSON.stringify({ results }));
  const slower = await run("compare", "--fail-if", "median time > +5%", "-f", "markdown", before, after);
  expect(slower.status).toBe(1);
  expect(slower.stdout).toContain("❌ failed: median time");
  expect((await run("compare", "--fail-if", "median time > +5%", after, before)).status).toBe(0);
});
