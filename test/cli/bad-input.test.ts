import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { build, check } from "../../src/index.ts";
import { ctrc, scratchDirectory } from "../support/ctrc.ts";

const scratch = scratchDirectory();

const at = (name: string): string => join(scratch.path, name);

/** What lies there, down to the sizes and the times: whoever is refused has done nothing. */
function tree(): string[] {
  return readdirSync(scratch.path, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const { mode, size, mtimeMs } = lstatSync(at(name));
      return [name, mode, size, mtimeMs].join(" ");
    });
}

/** Runs ctrc, which is to refuse, and to leave all as it was. @returns the code and the message */
async function refused(words: readonly string[], status = 2): Promise<string> {
  const before = tree();
  const result = await ctrc(words, { cwd: scratch.path });
  expect(tree()).toEqual(before);
  expect({ status: result.status, stdout: result.stdout }, result.stderr).toEqual({ status, stdout: "" });
  expect(result.stderr).not.toMatch(/^\s+at /m);
  // Nothing for the terminal to obey, and no page of what nobody wrote by hand.
  expect(result.stderr.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  expect(result.stderr.length).toBeLessThan(4000);
  return result.stderr.split("\n")[0] ?? "";
}

/** What is told of a recipe, which leaves all as it was. */
async function told(file: string): Promise<string> {
  const before = tree();
  const { diagnostics, sources } = await check(at(file));
  expect(tree()).toEqual(before);
  const text = renderDiagnostics(diagnostics, sources, { color: false });
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  expect(text.length).toBeLessThan(4000);
  return text;
}

const LONG = "9".repeat(100_000);

describe("a parameter that cannot be set so", () => {
  const RECIPE = `recipe set
param rounds 3
param size-of 64KiB
param pause 1s
param share 50%
param word one
param text "two words"
check c { host $ echo \${rounds} \${size-of} \${pause} \${share} \${word} \${text} }
`;

  /** Words of the command line, and what ctrc and the script say. */
  const CASES: readonly [name: string, settings: readonly string[], code: string, message: RegExp][] = [
    ["is unknown", ["nope=1"], "unknown-parameter", /has no parameter `?nope/],
    ["is one of every object", ["toString=1"], "unknown-parameter", /has no parameter `?toString/],
    ["has no value", ["rounds"], "invalid-argument", /NAME=VALUE/],
    ["has no name", ["=1"], "invalid-argument", /NAME=VALUE|no parameter/],
    ["is nothing", [""], "invalid-argument", /NAME=VALUE/],
    ["is set twice", ["rounds=1", "rounds=1"], "invalid-argument", /rounds is set twice/],
    ["is empty", ["rounds="], "script-refused", /rounds is a number, such as 10, which nothing is not/],
    ["is a text", ["rounds=many"], "script-refused", /rounds is a number, such as 10, which many is not/],
    ["is negative", ["rounds=-1"], "script-refused", /rounds is a number/],
    ["is octal", ["rounds=07"], "script-refused", /rounds is a number/],
    ["has an exponent", ["rounds=1e9"], "script-refused", /rounds is a number/],
    ["is arithmetic", ["rounds=a[$(touch x)]"], "script-refused", /rounds is a number/],
    ["has more than 64 bits", [`rounds=${"9".repeat(20)}`], "script-refused", /rounds is a number/],
    [
      "is 100 000 digits",
      [`rounds=${LONG}`],
      "script-refused",
      /rounds is a number, such as 10, which 9+\.\.\.$/,
    ],
    [
      "has control characters",
      ["rounds=\u001b[31m\r1"],
      "script-refused",
      /which .{0,20}\[31m.{0,20}1 is not/,
    ],
    ["is not UTF-8", ["rounds=\ufffd"], "script-refused", /rounds is a number/],
    ["has no unit", ["size-of=64"], "script-refused", /size-of is a size, such as 64KiB, which 64 is not/],
    ["has a unit of another type", ["size-of=64s"], "script-refused", /size-of is a size/],
    ["has a unit in other letters", ["size-of=64kib"], "script-refused", /size-of is a size/],
    ["is larger than any disk", ["size-of=9999999999TiB"], "script-refused", /size-of is a size/],
    ["has a blank before its unit", ["pause=1 s"], "script-refused", /pause is a duration, such as 10s/],
    ["has no percent sign", ["share=50"], "script-refused", /share is a percent, such as 50%/],
    ["is no word", ["word=two words"], "script-refused", /word is a word, .* which two words is not/],
    ["is an empty word", ["word="], "script-refused", /word is a word, .* which nothing is not/],
  ];

  test.each(CASES)("because it %s", async (_, settings, code, message) => {
    writeFileSync(at("set.ctr"), RECIPE);
    const words = settings.flatMap((setting) => ["--set", setting]);
    const line = await refused(["run", "set.ctr", "--out", "out", ...words]);
    expect(line).toMatch(new RegExp(`^error\\[${code}\\]: `));
    // Commander says what is wrong with its own words.
    if (code !== "invalid-argument" || settings.length > 1) expect(line).toMatch(message);

    writeFileSync(at("set.sh"), (await build(at("set.ctr"))).script ?? "");
    const before = tree();
    const script = spawnSync("bash", ["set.sh", "--out", "out", ...words], {
      cwd: scratch.path,
      encoding: "utf8",
    });
    expect({ status: script.status, stdout: script.stdout }).toEqual({ status: 2, stdout: "" });
    expect(script.stderr).toMatch(/^set\.sh: [\P{Cc}]+\n$/u);
    expect(script.stderr.trimEnd()).toMatch(message);
    expect(tree()).toEqual(before);
  });
});

describe("a checksum that is none", () => {
  const CASES: readonly [name: string, written: string, code: string][] = [
    ["too short", "sha256 abc", "malformed-value"],
    ["too long", `md5 ${"a".repeat(64)}`, "malformed-value"],
    ["much too long", `sha256 ${"a".repeat(100_000)}`, "malformed-value"],
    ["in capitals", `sha256 ${"A".repeat(64)}`, "malformed-value"],
    ["not hexadecimal", `sha256 ${"g".repeat(64)}`, "malformed-value"],
    ["empty", 'sha256 ""', "malformed-value"],
    ["known only later", "sha256 ${sum}", "reference-not-allowed"],
    ["of an algorithm that is broken", `sha1 ${"a".repeat(40)}`, "unexpected-word"],
    ["of an algorithm that is unknown", `sha512 ${"a".repeat(128)}`, "unexpected-word"],
    ["missing", "sha256", "unexpected-argument"],
    ["not there at all", "", "unexpected-word"],
  ];

  test.each(CASES)("%s", async (_, written, code) => {
    const recipe = `recipe sum
param sum "${"a".repeat(64)}"
image i {
  fetch "https://example.org/a.tar" ${written} as source
  archive "\${source}"
}
container box { image i }
check c { run box $ echo \${sum} }
`;
    writeFileSync(at("sum.ctr"), recipe);
    expect(await told("sum.ctr")).toMatch(new RegExp(`^error\\[${code}\\]: `));
  });
});

describe("an import", () => {
  const CASES: readonly [name: string, written: string, code: string | undefined][] = [
    ["by its absolute path", "ABSOLUTE", undefined],
    ["from the folder above", "../run/part.ctr", undefined],
    ["by a symbolic link", "link.ctr", undefined],
    ["by a symbolic link to itself", "loop.ctr", "import-not-found"],
    ["of itself", "it.ctr", "import-cycle"],
    ["of itself by another name", "../run/./it.ctr", "import-cycle"],
    ["of another recipe", "other.ctr", "import-not-declaration"],
    ["of nothing", "", "import-not-found"],
    ["of the root directory", "/", "import-not-found"],
    ["through a file", "part.ctr/part.ctr", "import-not-found"],
    ["of a name with a NUL", "a\\u0000b", "import-not-found"],
    ["of a name with a control character", "a\\u001bb", "import-not-found"],
    ["of a name with 5000 characters", "a".repeat(5000), "import-not-found"],
    ["from the network", "https://example.org/part.ctr", "import-not-found"],
    ["of memory", "/proc/self/mem", "import-not-found"],
  ];

  test.each(CASES)("%s", async (_, written, code) => {
    mkdirSync(at("run"));
    const own = (name: string) => join(at("run"), name);
    writeFileSync(own("part.ctr"), "cgroup small { pids.max 10 }\n");
    writeFileSync(own("other.ctr"), "recipe other\ncheck c { host $ true }\n");
    symlinkSync("part.ctr", own("link.ctr"));
    symlinkSync("loop.ctr", own("loop.ctr"));
    const path = written === "ABSOLUTE" ? own("part.ctr") : written;
    writeFileSync(
      own("it.ctr"),
      `recipe it\nimport "${path}"\ncontainer box {\n  root host\n  cgroup small\n}\ncheck c { run box $ true }\n`,
    );
    const text = await told("run/it.ctr");
    if (code === undefined) expect(text).toBe("");
    else expect(text).toMatch(new RegExp(`^error\\[${code}\\]: `, "m"));
  });
});

describe("a result folder that no run of this version left so", () => {
  const WHOLE = join(import.meta.dirname, "../execute/report/cases/matrix-with-a-failure");
  const change = (from: string | RegExp, to: string) => (directory: string) => {
    const file = join(directory, "events.jsonl");
    const text = readFileSync(file, "utf8");
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    writeFileSync(file, changed);
  };
  const append = (line: string) => (directory: string) =>
    appendFileSync(join(directory, "events.jsonl"), `${line}\n`);
  const environment = (text: string) => (directory: string) =>
    writeFileSync(join(directory, "environment.json"), text);

  const CASES: readonly [name: string, damage: (directory: string) => void, code: string | undefined][] = [
    ["with an event of no kind", append('{"atNs":1}'), "unreadable-events"],
    ["with an event of a kind of every object", append('{"event":"toString","atNs":1}'), "unreadable-events"],
    [
      "with a time before its beginning",
      append('{"event":"warning","atNs":-1,"message":"x"}'),
      "unreadable-events",
    ],
    [
      "with a number that is none",
      append('{"event":"warning","atNs":1e999,"message":"x"}'),
      "unreadable-events",
    ],
    ["with a text for a number", change('"line":', '"line":"x","was":'), "unreadable-events"],
    ["with 100 000 lists in one another", append("[".repeat(100_000)), "unreadable-events"],
    ["with NULs", append("\0".repeat(1000)), "unreadable-events"],
    ["with a prototype", append('{"__proto__":{"event":"warning"}}'), "unreadable-events"],
    [
      "with a second beginning",
      (directory) => {
        const [first = ""] = readFileSync(join(directory, "events.jsonl"), "utf8").split("\n");
        append(first)(directory);
      },
      undefined,
    ],
    ["with a cell that the matrix does not have", change(/"cell":1,/g, '"cell":99,'), undefined],
    ["with an environment that is a list", environment("[]"), "unreadable-environment"],
    ["with an environment that is cut", environment('{"format":1,"kernel'), "unreadable-environment"],
    ["with an environment that is empty", environment(""), "unreadable-environment"],
    [
      "with an environment of nulls",
      environment('{"format":null,"kernel":null,"tools":null,"cpuCount":"x"}'),
      undefined,
    ],
  ];

  test.each(CASES)("%s, is told and never thrown at", async (_, damage, code) => {
    cpSync(WHOLE, at("run"), { recursive: true });
    damage(at("run"));
    const before = tree();
    for (const words of [
      ["report", "--format", "html", "run"],
      ["compare", WHOLE, "run"],
    ]) {
      const { status, stdout, stderr } = await ctrc(words, { cwd: scratch.path });
      expect([0, 1, 2], stderr).toContain(status);
      expect(stdout === "" && stderr === "").toBe(false);
      expect(stderr).not.toMatch(/^\s+at /m);
      if (code !== undefined) expect(stderr).toMatch(new RegExp(`^(error|warning)\\[${code}\\]: `, "m"));
    }
    expect(tree()).toEqual(before);
  });

  const RESUMED: readonly [name: string, damage: (directory: string) => void, message: RegExp][] = [
    ["without its arguments", () => {}, /has no file arguments/],
    [
      "with arguments that are a folder",
      (directory) => mkdirSync(join(directory, "arguments")),
      /has no file arguments/,
    ],
    [
      "with arguments that are cut",
      (directory) => writeFileSync(join(directory, "arguments"), "--seed\0"),
      /arguments is damaged/,
    ],
    [
      "with arguments that lead to itself",
      (directory) => writeFileSync(join(directory, "arguments"), `--resume\0${directory}\0`),
      /arguments is damaged/,
    ],
    [
      "with arguments of another recipe",
      (directory) => writeFileSync(join(directory, "arguments"), "--only\0nope\0"),
      /no check or measure nope/,
    ],
  ];

  test.each(RESUMED)("%s, does not go on", async (_, damage, message) => {
    writeFileSync(at("tiny.ctr"), "recipe tiny\ncheck c { host $ true }\n");
    await ctrc(["build", "tiny.ctr"], { cwd: scratch.path });
    cpSync(WHOLE, at("run"), { recursive: true });
    cpSync(at("tiny.sh"), at("run/script.sh"));
    damage(at("run"));
    expect(await refused(["run", "--resume", "run"])).toMatch(message);
  });
});
