import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, inject, test } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";

const root = join(import.meta.dirname, "../..");
const scratch = scratchDirectory();

/** The shell text of each step of a workflow that has some, by the step's name. */
function steps(workflow: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", indent = "", text = ""] of workflow.matchAll(
    /- name: (.+)\n( +)run: (\|\n(?:\2 {2}.*\n)+|.+\n)/g,
  )) {
    found.set(name, text.replace(/^\|\n/, "").replaceAll(`\n${indent}  `, "\n"));
  }
  return found;
}

test("the workflow for GitHub does what it says with the recipes here", { timeout: 120_000 }, async () => {
  const all = steps(readFileSync(join(root, "docs/examples/github-workflow.yml"), "utf8"));
  expect([...all.keys()]).toEqual([
    "Recipes have no mistakes",
    "Recipes are laid out",
    "Build the scripts",
    "Run one",
  ]);
  cpSync(join(root, "recipes"), join(scratch.path, "recipes"), { recursive: true });
  mkdirSync(join(scratch.path, "bin"));
  symlinkSync(inject("cli"), join(scratch.path, "bin/ctrc"));
  const env = { PATH: `${join(scratch.path, "bin")}:${process.env.PATH}` };
  for (const [name, text] of all) {
    // Containers are other tests' business.
    if (name === "Run one") continue;
    const shell = await execa("bash", ["-eo", "pipefail", "-c", text], {
      cwd: scratch.path,
      env,
      reject: false,
      all: true,
    });
    expect(shell.exitCode, `${name}: ${shell.all}`).toBe(0);
  }
  const names = (folder: string, extension: string): string[] =>
    readdirSync(join(scratch.path, folder))
      .filter((file) => file.endsWith(extension))
      .map((file) => file.slice(0, -extension.length));
  expect(names("scripts", ".sh").sort()).toEqual(names("recipes", ".ctr").sort());
});
