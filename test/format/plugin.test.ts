import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import * as prettier from "prettier";
import * as shellPlugin from "prettier-plugin-sh";
import { expect, inject, test } from "vitest";
import * as plugin from "../../src/format/plugin.ts";

const SHELL = `check shells {
  host shell """
    if true;then echo 'it is'
    fi;  cat <<E
      kept as it is   
    E
    """
}
`;

test("shell text is formatted where prettier-plugin-sh is loaded, and stays in its place", async () => {
  const plugins = [plugin, shellPlugin];
  const formatted = await prettier.format(SHELL, { parser: "ctr", plugins });
  expect(formatted).toBe(`check shells {
  host shell """
    if true; then
      echo 'it is'
    fi
    cat << E
      kept as it is   
    E
    """
}
`);
  expect(await prettier.format(formatted, { parser: "ctr", plugins })).toBe(formatted);
});

test("shell text that it cannot read stays as it is", async () => {
  const broken = SHELL.replace("fi;", "done;");
  expect(await prettier.format(broken, { parser: "ctr", plugins: [plugin, shellPlugin] })).toBe(broken);
});

test("no option changes the layout", async () => {
  const text = readFileSync(new URL("cases/settings-in-columns/recipe.ctr", import.meta.url), "utf8");
  const usual = await prettier.format(text, { parser: "ctr", plugins: [plugin] });
  const options = { tabWidth: 8, useTabs: true, printWidth: 10, singleQuote: true, bracketSpacing: false };
  expect(await prettier.format(text, { parser: "ctr", plugins: [plugin], ...options })).toBe(usual);
});

test("a mistake in the syntax is told with its place", async () => {
  const formatting = prettier.format("cgroup small {\n  memory.max /x\n", {
    parser: "ctr",
    plugins: [plugin],
  });
  await expect(formatting).rejects.toMatchObject({
    name: "SyntaxError",
    loc: { start: { line: 1, column: 14 } },
  });
});

test("prettier's own command line takes the plugin as it is shipped, by the name of the file", async () => {
  const root = join(import.meta.dirname, "../..");
  const bin = join(root, "node_modules/prettier/bin/prettier.cjs");
  const shipped = join(dirname(inject("cli")), "prettier.js");
  const words = [bin, "--no-config", `--plugin=${shipped}`, "--check", join(root, "recipes/hello.ctr")];
  const { stdout, exitCode } = await execa(process.execPath, words, { reject: false });
  expect(exitCode, stdout).toBe(0);
});
