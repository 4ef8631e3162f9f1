import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/index.ts";
import { testOnHost } from "../support/needs.ts";
import { buildCase, caseNames, cases, scriptOf } from "./scripts.ts";

describe("the script of a recipe", () => {
  test.each(caseNames)("%s", async (name) => {
    const script = await scriptOf(name);
    await expect(withoutRuntime(script)).toMatchFileSnapshot(new URL(`${name}/script.sh`, cases).pathname);
  });

  test.each(caseNames)("%s has the same bytes each time", async (name) => {
    expect(await scriptOf(name)).toBe(await scriptOf(name));
  });

  test.each(caseNames)(
    "%s has one line end, no blanks before it, and ASCII outside comments and words",
    async (name) => {
      const script = await scriptOf(name);
      expect(script).not.toMatch(/[ \t\r]\n/);
      expect(script).toMatch(/[^\n]\n$/);
      const code = script.split("\n").filter((line) => !line.startsWith("#") && !/['"]/.test(line));
      expect(code.filter((line) => /[^\t -~]/.test(line) && !/^\s*#/.test(line))).toEqual([]);
    },
  );
});

const execute = promisify(execFile);

describe.concurrent("tools find nothing in", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ctrc-test-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // In one of the recipes all engines are together: a name that two of them use for different things is a mistake there only.
  const texts: Readonly<Record<string, () => Promise<string>>> = {
    ...Object.fromEntries(caseNames.map((name) => [name, () => scriptOf(name)])),
    engines: async () =>
      (await build(resolve(import.meta.dirname, "../../recipes/engines.ctr"))).script ?? "",
  };
  for (const [name, text] of Object.entries(texts)) {
    testOnHost(
      `the script of ${name}`,
      { programs: ["shellcheck", "shfmt"] },
      async () => {
        const file = join(folder, `${name}.sh`);
        writeFileSync(file, await text());
        await expect(execute("shellcheck", [file])).resolves.toMatchObject({ stdout: "" });
        await expect(execute("shfmt", ["-i", "2", "-ci", "-d", file])).resolves.toMatchObject({ stdout: "" });
        await execute("bash", ["-n", file]);
      },
      // They are long, and several are looked at at once.
      300_000,
    );
  }
});

test("a script built from another folder has the same bytes", async () => {
  const { sources } = await buildCase("imports");
  const texts = new Map(sources.map(({ file, text }) => [`/some/where/else/${file}`, text]));
  const { build } = await import("../../src/compile/index.ts");
  const { script } = await build("/some/where/else/recipe.ctr", async (file) => texts.get(file) ?? "");
  expect(script).toBe(await scriptOf("imports"));
});

/** The runtime changes without the compiler: what is compared is the rest, and the names of its functions are not. */
function withoutRuntime(script: string): string {
  const [before = "", rest = ""] = script.split(/^# ---- strict mode .*$/m);
  const [, after = ""] = rest.split(/^(?=# ---- what this recipe uses of it ----$)/m);
  const programs = before.replaceAll(/^([A-Z]+_INIT=)\$'[\s\S]*?\n'$/gm, "$1…");
  const variables = after.replace(/^variables_print\(\) \{\n[\s\S]*?^\}$/m, "variables_print() { …; }");
  return `${programs}# ---- … the runtime … ----\n\n${variables}`;
}
