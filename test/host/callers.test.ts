import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { build } from "../../src/index.ts";
import { leftOf } from "../support/left.ts";
import { testOnHost } from "../support/needs.ts";

const NEEDS = { root: true, programs: ["unshare", "setpriv", "localedef"] };

/** Bash that starts the script, which is `"$@"`, in a mount namespace of its own. */
const CALLERS: Readonly<Record<string, string>> = {
  "with a decimal comma":
    'localedef -i de_DE -f UTF-8 "$PWD/de_DE.UTF-8" && LOCPATH=$PWD LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 "$@"',
  "that wants POSIX": 'POSIXLY_CORRECT=1 "$@"',
  "whose TMPDIR is not there": 'TMPDIR=/nowhere "$@"',
  "whose TMPDIR is read-only": 'mkdir t && mount -t tmpfs -o ro none t && TMPDIR=$PWD/t "$@"',
  "whose TMPDIR is full":
    'mkdir t && mount -t tmpfs -o size=4k none t && { head -c 5000 /dev/zero >t/full 2>/dev/null; TMPDIR=$PWD/t "$@"; }',
  "without a standard input": '"$@" <&-',
  "without standard input and error": '"$@" <&- 2>&-',
  "that ignores SIGPIPE": "trap '' PIPE; \"$@\"",
  "whose functions are called like commands":
    'for name in mkdir printf read local set unset builtin die main rm cp; do eval "$name() { echo fooled; exit 99; }; export -f $name"; done; exec "$@"',
  "whose variables are called like the script's":
    'RUN_DIR=/ OUT=/ STATE=/ CDPATH=/ IFS=/ GLOBIGNORE="*" "$@"',
  "that writes over the script while it runs":
    '"$@" & sleep 0.2; printf "%s" "echo fooled; exit 99;" >"$2"; yes "echo fooled; exit 99" 2>/dev/null | head -n 20000 >"$2"; wait "$!"',
};

const RECIPE = `recipe called "What its caller does to it"
cgroup some { pids.max 64 }
container box {
  root   host
  cgroup some
}
check holds {
  run box $ grep SigIgn /proc/self/status
  expect stdout matches "[02468ace]...$"
  host shell """printf '%s' "$((1 + 1))" """
  expect stdout is "2"
  sleep 300ms
}
measure times {
  repeat 3
  run box $ true
}
`;

describe("a script is not led astray by a caller", () => {
  let scratch = "";
  let script = "";
  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "ctrc-callers-"));
    const file = join(scratch, "called.ctr");
    writeFileSync(file, RECIPE);
    script = (await build(file)).script ?? "";
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  for (const [name, caller] of Object.entries(CALLERS)) {
    testOnHost(name, NEEDS, () => {
      const directory = resolve(scratch, name.replaceAll(/\W/g, "-"));
      mkdirSync(directory);
      const file = join(directory, "called.sh");
      writeFileSync(file, script);
      const [out, state] = [join(directory, "out"), join(directory, "state")];
      const words = ["--mount", "bash", "-c", caller, "caller", "bash", file, "--out", out, "--state", state];
      const ended = spawnSync("unshare", words, { cwd: directory, encoding: "utf8" });
      expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: "" });
      expect(ended.stdout).toContain("check holds: passed");
      const result = JSON.parse(readFileSync(join(out, "result.json"), "utf8"));
      expect(result.outcome).toBe("passed");
      expect(leftOf(result.runId, state)).toEqual([]);
    });
  }

  testOnHost("and a command has its environment, whether it is timed or not", NEEDS, async () => {
    const directory = join(scratch, "environment");
    mkdirSync(directory);
    const recipe = join(directory, "environment.ctr");
    const file = join(directory, "environment.sh");
    writeFileSync(
      recipe,
      "recipe environment\nrequire root\ncheck once {\n  host $ env\n  host $ no-such-command\n  expect exit 127\n}\nmeasure timed {\n  repeat 1\n  host $ env\n}\n",
    );
    writeFileSync(file, (await build(recipe)).script ?? "");
    const caller = 'export file=1 JOIN=2 REPLY=3 ARGV=4; exec 3>&1; CTRC_EVENTS_FD=3 "$@" >/dev/null';
    const words = ["-c", caller, "caller", "bash", file, "--out", "out", "--state", "state"];
    const ended = spawnSync("bash", words, { cwd: directory, encoding: "utf8" });
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: "" });
    const outputs = join(directory, "out", "outputs");
    expect(readFileSync(join(outputs, "0002.stderr"), "utf8")).toMatch(
      /^environment\.ctr:5: .*no-such-command: not found\n$/,
    );
    const environments = readdirSync(outputs)
      .filter((name) => name.endsWith(".stdout"))
      .map((name) => readFileSync(join(outputs, name), "utf8").split("\n").sort())
      .filter(({ length }) => length > 1);
    expect(environments).toHaveLength(2);
    expect(environments[1]).toEqual(environments[0]);
    expect(environments[0]).toEqual(expect.arrayContaining(["file=1", "JOIN=2", "REPLY=3", "ARGV=4"]));
    expect(environments[0]?.join("\n")).not.toContain("CTRC_EVENTS_FD");
  });
});
