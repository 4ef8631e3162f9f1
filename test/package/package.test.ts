import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { testOnHost } from "../support/needs.ts";

const root = join(import.meta.dirname, "../..");
const scratch = mkdtempSync(join(tmpdir(), "ctrc-package-"));
const prefix = join(scratch, "prefix");
const installed = join(prefix, "lib/node_modules/ctrc");

const RECIPE = `recipe packed "What was installed"

container box {
  root host
}

check it-runs {
  host shell """
    true
    """
  run box $ echo "hello from the package"
  expect stdout contains "package"
}
`;

beforeAll(() => {
  execFileSync("npm", ["pack", "--pack-destination", scratch], { cwd: root, stdio: "pipe" });
  const archive = join(scratch, `ctrc-${manifest.version}.tgz`);
  const install = [
    "install",
    "--global",
    "--prefix",
    prefix,
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    archive,
  ];
  execFileSync("npm", install, { cwd: scratch, stdio: "pipe" });
  writeFileSync(join(scratch, "packed.ctr"), RECIPE);
}, 120_000);

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

async function run(program: string, words: readonly string[]) {
  return await execa(program, words, { cwd: scratch, reject: false, all: true, env: { NO_COLOR: "1" } });
}

test("only the dependencies of run time come with it", () => {
  expect(readdirSync(join(installed, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(
    Object.keys(manifest.dependencies),
  );
  expect(readdirSync(installed).sort()).toEqual([
    "LICENSE",
    "README.md",
    "dist",
    "editors",
    "man",
    "node_modules",
    "package.json",
    "recipes",
  ]);
});

/** The releases of Node that are kept up, from the registry; the one that runs the tests is here already. */
describe.each(["20", "22", "24"])("on Node %s", (release) => {
  let node = process.execPath;

  beforeAll(() => {
    if (process.versions.node.startsWith(`${release}.`)) return;
    const name = `node-linux-${process.arch}`;
    const folder = join(scratch, `node-${release}`);
    mkdirSync(folder);
    const install = [
      "install",
      "--prefix",
      folder,
      "--no-save",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
    ];
    execFileSync("npm", [...install, `${name}@${release}`], { cwd: folder, stdio: "pipe" });
    node = join(folder, "node_modules", name, "bin/node");
  }, 120_000);

  test("checks, lays out, builds and verifies a recipe", { timeout: 60_000 }, async () => {
    const ctrc = (...words: string[]) => run(node, [join(prefix, "bin/ctrc"), ...words]);
    expect((await run(node, ["--version"])).stdout).toMatch(new RegExp(`^v${release}\\.`));
    expect((await ctrc("--version")).stdout).toBe(manifest.version);
    expect((await ctrc("check", "packed.ctr")).all).toContain("no errors");
    expect((await ctrc("fmt", "--check", "packed.ctr")).exitCode).toBe(0);
    const script = `packed-${release}.sh`;
    expect((await ctrc("build", "packed.ctr", "-o", script)).exitCode).toBe(0);
    expect((await ctrc("verify", script)).exitCode).toBe(0);
    expect((await run("bash", [script, "--list"])).stdout).toContain("it-runs");
  });
});

testOnHost("runs a recipe, and reports it", { root: true }, async () => {
  const { all, exitCode } = await run(join(prefix, "bin/ctrc"), ["run", "packed.ctr"]);
  expect(all).toContain("everything held");
  expect(exitCode).toBe(0);
});

test("its types are those of a strict program, and its functions do what they say", {
  timeout: 60_000,
}, async () => {
  const folder = join(scratch, "program");
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(installed, join(folder, "node_modules/ctrc"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  const program = `import { build, check, type Diagnostic, type Event, type Report, run } from "ctrc";

const recipe = ${JSON.stringify(RECIPE.replace("hello", "helo"))};
const readFile = async (file: string): Promise<string> => (file === "a.ctr" ? recipe : Promise.reject(new Error(file)));
const { diagnostics, model } = await check("a.ctr", { readFile });
const first: Diagnostic | undefined = diagnostics[0];
const { script } = await build("a.ctr", { readFile });
console.log(first?.code, model?.name, script?.startsWith("#!"));
export async function measure(): Promise<readonly [Event[], Report | undefined]> {
  const events: Event[] = [];
  const running = run("a.ctr", { readFile, set: { rounds: "5" } });
  for await (const event of running) events.push(event);
  return [events, (await running.result).report];
}
// @ts-expect-error a recipe is named by a text
void (() => check(1));
`;
  writeFileSync(join(folder, "program.ts"), program);
  const options = "--strict --exactOptionalPropertyTypes --module nodenext --target es2022 --lib es2023,dom";
  const words = [...options.split(" "), "program.ts"];
  const compiled = await execa("node", [join(root, "node_modules/typescript/bin/tsc"), ...words], {
    cwd: folder,
    reject: false,
    all: true,
  });
  expect(compiled.all).toBe("");
  const { stdout } = await execa("node", ["program.js"], { cwd: folder });
  expect(stdout).toBe("undefined packed true");
});

test("in a single file it is the same, bash's reader included", { timeout: 60_000 }, async () => {
  const file = join(scratch, "alone.mjs");
  execFileSync("node", [join(root, "scripts/single-file.mjs"), file], { stdio: "pipe" });
  await run(file, ["build", "packed.ctr", "-o", "alone.sh"]);
  await run(join(prefix, "bin/ctrc"), ["build", "packed.ctr", "-o", "installed.sh"]);
  expect(readFileSync(join(scratch, "alone.sh"), "utf8")).toBe(
    readFileSync(join(scratch, "installed.sh"), "utf8"),
  );
  writeFileSync(join(scratch, "wrong.ctr"), RECIPE.replace("    true\n", "    if true\n"));
  expect((await run(file, ["check", "wrong.ctr"])).all).toContain("bash cannot read this");
});
