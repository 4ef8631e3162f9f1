import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { build } from "../../src/compile/index.ts";
import { format } from "../../src/format/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";
import { FUZZ_TIMEOUT_MS, fuzz } from "../support/fuzz.ts";
import { testOnHost } from "../support/needs.ts";
import { anyText, argv, commandOf, FILLED, inQuotes, validRecipe } from "./random-recipe.ts";

const scratch = scratchDirectory();

async function scriptOf(text: string): Promise<string> {
  const { script, diagnostics } = await build("random.ctr", async () => text);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (script === undefined) throw new Error("there is no script");
  return script;
}

describe("a random recipe without a mistake", () => {
  test(
    "is built to a script that bash can read, however it is laid out",
    async () => {
      await fc.assert(
        fc.asyncProperty(validRecipe, async (text) => {
          const script = await scriptOf(text);
          const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
          expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
          const { text: laidOut = "" } = await format("random.ctr", text);
          expect((await format("random.ctr", laidOut)).text).toBe(laidOut);
          expect(stepsOf(await scriptOf(laidOut))).toEqual(stepsOf(script));
        }),
        fuzz(10),
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  testOnHost(
    "is built to a script that shellcheck and shfmt have nothing against",
    { programs: ["shellcheck", "shfmt"] },
    async () => {
      const recipes = fc.sample(validRecipe, fuzz(8));
      const scripts = await Promise.all(recipes.map(scriptOf));
      for (const [index, script] of scripts.entries())
        writeFileSync(join(scratch.path, `${index}.sh`), `#!/usr/bin/env bash\n${ownPart(script)}`);
      const files = readdirSync(scratch.path).map((name) => join(scratch.path, name));
      // What the runtime sets or reads is not there; the cases of the tests look at whole scripts.
      const shellcheck = ["shellcheck", "-e", "SC2034,SC2154,SC2317,SC2329", ...files];
      for (const [program = "", ...words] of [shellcheck, ["shfmt", "-i", "2", "-ci", "-d", ...files]]) {
        const { stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
        expect({ program, stdout, stderr }).toEqual({ program, stdout: "", stderr: "" });
      }
    },
    FUZZ_TIMEOUT_MS,
  );
});

/** What follows the functions that all scripts share. */
function ownPart(script: string): string {
  return script.slice(script.indexOf("\nrecipe_requires() {") + 1);
}

/** The calls of the recipe's own part; places and what is written there differ with the layout. */
function stepsOf(script: string): string[] {
  return ownPart(script)
    .split("\n")
    .filter((line) => !/^\s*(#|at )/.test(line) && !/block_begin/.test(line));
}

test(
  "the words of a random command come out of the script byte for byte",
  async () => {
    const commands = fc.array(argv, { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(commands, anyText, async (list, filling) => {
        const lines = list.map((words) => `  host ${commandOf(words, "filling")}`);
        const script = await scriptOf(
          `recipe words\nparam filling ${inQuotes(filling)}\ncheck all {\n${lines.join("\n")}\n}\n`,
        );
        // All of it but its last lines, which run it; then the check alone, its steps without what is around them.
        const trial = `${script.slice(0, script.lastIndexOf("\n{\n"))}
at() { :; }
expect_exit() { :; }
host_run() { "\${@:2}"; printf '\\n\\0'; }
recipe_check_all
`;
        writeFileSync(join(scratch.path, "trial.sh"), trial);
        const printed = execFileSync("bash", [join(scratch.path, "trial.sh")]).toString();
        // Of no words printf makes one that is empty.
        const expected = list.map((words) =>
          (words.length === 0 ? [""] : words.map((word) => (word === FILLED ? `<${filling}>` : word)))
            .map((word) => `${word}\0`)
            .join(""),
        );
        expect(printed).toBe(expected.map((one) => `${one}\n\0`).join(""));
      }),
      fuzz(15),
    );
  },
  FUZZ_TIMEOUT_MS,
);
