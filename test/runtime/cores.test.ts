import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { scratchDirectory } from "../support/ctrc.ts";

const cases = join(import.meta.dirname, "cores");
const scratch = scratchDirectory();

/** Standard input is lines of `CPUS TAKEN N`, a dash for none taken; $1 the folder of the runtime, $2 what stands for /sys. */
const CHOOSE = `
  set -euo pipefail
  shopt -s nullglob
  . "$1/cpus.sh"
  . "$1/cores.sh"
  while read -r cpus taken n; do
    echo "$n of $cpus, $taken taken:"
    if cores_choose "$2" "$cpus" "\${taken#-}" "$n"; then
      echo "  CPUs $CORES_CPUS, memory node $CORES_NODES"
    else
      echo "  $REPLY"
    fi
  done`;

/** A case is a host, `sys.txt` with a file of /sys and its content a line, and what is asked of it. */
describe("whole cores of a host", () => {
  test.each(readdirSync(cases))("%s", async (name) => {
    for (const line of readFileSync(join(cases, name, "sys.txt"), "utf8")
      .trim()
      .split("\n")) {
      const [path = "", content = ""] = line.split(" ");
      mkdirSync(join(scratch.path, dirname(path)), { recursive: true });
      writeFileSync(join(scratch.path, path), `${content}\n`);
    }
    const runtime = join(import.meta.dirname, "../../src/runtime");
    const input = readFileSync(join(cases, name, "asked.txt"));
    const chosen = execFileSync("bash", ["-c", CHOOSE, "bash", runtime, scratch.path], { input });
    await expect(chosen.toString()).toMatchFileSnapshot(join(cases, name, "chosen.txt"));
  });
});
