import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";
import { testOnHost } from "../support/needs.ts";

const scratch = scratchDirectory();

async function script(shell: string): Promise<string> {
  const { status, stdout } = await ctrc(["completion", shell], { cwd: scratch.path });
  expect(status).toBe(0);
  return stdout;
}

/** What bash offers for a line whose last word is being typed. */
async function bashOffers(line: string): Promise<string[]> {
  const file = join(scratch.path, "completion.bash");
  writeFileSync(file, await script("bash"));
  writeFileSync(join(scratch.path, "one.ctr"), "");
  writeFileSync(join(scratch.path, "one.sh"), "");
  mkdirSync(join(scratch.path, "results"), { recursive: true });
  const words = line.split(" ");
  const program = `
    source "$1"; shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _ctrc
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const output = execFileSync("bash", ["-euo", "pipefail", "-c", program, "bash", file, ...words], {
    cwd: scratch.path,
    encoding: "utf8",
  });
  return output.split("\n").filter((each) => each !== "");
}

describe("completion in bash", () => {
  it.each([
    ["ctrc ch", ["check"]],
    ["ctrc --v", ["--version"]],
    ["ctrc run --s", ["--seed", "--set", "--state"]],
    ["ctrc check o", ["one.ctr"]],
    ["ctrc verify o", ["one.sh"]],
    ["ctrc report r", ["results"]],
    ["ctrc run --out r", ["results"]],
    ["ctrc report --format m", ["markdown"]],
    ["ctrc report -f c", ["csv"]],
    ["ctrc completion f", ["fish"]],
    ["ctrc help do", ["doctor"]],
    ["ctrc run --set ", []],
    ["ctrc nonsense x", []],
  ])("%s", async (line, offers) => {
    expect((await bashOffers(line)).sort()).toEqual(offers);
  });
});

describe("completion in zsh and fish", () => {
  testOnHost("zsh reads the script", { programs: ["zsh"] }, async () => {
    execFileSync("zsh", ["-n"], { input: await script("zsh") });
  });

  testOnHost("fish offers commands, options and recipes", { programs: ["fish"] }, async () => {
    const file = join(scratch.path, "ctrc.fish");
    writeFileSync(file, await script("fish"));
    writeFileSync(join(scratch.path, "one.ctr"), "");
    const offers = (line: string): string =>
      execFileSync("fish", ["--no-config", "-c", `source ${file}; complete -C '${line}'`], {
        cwd: scratch.path,
        encoding: "utf8",
      });
    expect(offers("ctrc ch")).toMatch(/^check\t/m);
    expect(offers("ctrc run --s")).toMatch(/^--set\t/m);
    expect(offers("ctrc check o")).toMatch(/^one\.ctr/m);
  });
});
