import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseBash, Reach } from "../../src/compile/4-emit/runtime.ts";
import { engines } from "../../src/engines/index.ts";
import { runtime } from "../../src/runtime/index.ts";
import { storageDrivers } from "../../src/storage/index.ts";
import { caseNames, functionsIn, scriptOf } from "./scripts.ts";

const files = [...runtime.files, ...[...engines, ...storageDrivers].flatMap(({ bash }) => bash)];
const all = files.flatMap(({ text }) => functionsIn(text));

describe("the runtime", () => {
  test("is all in the list", () => {
    const folder = new URL("../../src/runtime/", import.meta.url);
    const there = readdirSync(folder).filter((name) => name.endsWith(".sh"));
    const listed = runtime.files.map(({ file }) => file.replace("src/runtime/", ""));
    const programs = Object.values(runtime.programs);
    const others = there.filter((name) => !listed.includes(name));
    const texts = others.map((name) => readFileSync(new URL(name, folder), "utf8"));
    expect(texts.filter((text) => text !== runtime.guard && !programs.includes(text))).toEqual([]);
  });

  test("has no function that no recipe needs", async () => {
    const scripts = await Promise.all(caseNames.map(scriptOf));
    const used = new Set(scripts.flatMap(functionsIn));
    expect(all.filter((name) => !used.has(name))).toEqual([]);
  });

  test.each(caseNames)("gives %s every function that it calls", async (name) => {
    const script = await scriptOf(name);
    const defined = new Set(functionsIn(script));
    const code = script
      .split("\n")
      .filter((line) => !/^\s*#/.test(line))
      .map((line) => line.replaceAll(/"[^"$]*"/g, '""'))
      .join("\n");
    const words = new Set(code.match(/\w+/g));
    // Its name is a word of messages too.
    const missing = all.filter((one) => words.has(one) && !defined.has(one) && one !== "undo");
    expect(missing).toEqual([]);
  });

  const constants = files
    .map(parseBash)
    .flatMap(({ preamble }) => preamble.flatMap((line) => /^(\w+)=[^'\s(]|^(\w+)=\([^)]/.exec(line) ?? []))
    .filter((name) => /^[A-Z_]+$/.test(name ?? ""));

  test.each(caseNames)("gives %s every constant that it uses", async (name) => {
    const script = await scriptOf(name);
    const code = script.split("\n").filter((line) => !/^\s*#/.test(line));
    const words = new Set(code.join("\n").match(/\w+/g));
    const missing = constants.filter(
      (one) => words.has(one) && !code.some((line) => line.startsWith(`${one}=`)),
    );
    expect(missing).toEqual([]);
  });

  test("gives a recipe nothing of what only others need", async () => {
    const script = functionsIn(await scriptOf("host-only"));
    expect(
      script.filter((name) => /^(native|overlay|vfs|image|namespace|layer|expect_oom)_/.test(name)),
    ).toEqual([]);
  });
});

describe("a file of bash is taken apart", () => {
  const text = [
    "# ---- family ----",
    "",
    "# Shared.",
    "A=1",
    "",
    "# Usage: one",
    "one() {",
    "  two || three",
    "}",
    "",
    "two() { :; }",
    "",
    "# In a shell of its own.",
    "three() (",
    '  echo "not four"',
    ")",
    "",
    "four() {",
    "  if ! one; then two; fi",
    "}",
    "",
  ].join("\n");
  const family = parseBash({ file: "family.sh", text });

  test("into a title, constants and functions with their comments", () => {
    expect(family.title).toBe("# ---- family ----");
    expect(family.preamble).toEqual(["# Shared.", "A=1"]);
    expect(family.functions.map(({ name }) => name)).toEqual(["one", "two", "three", "four"]);
    expect(family.functions[0]?.lines).toEqual(["# Usage: one", "one() {", "  two || three", "}"]);
  });

  test("and what is called is taken, directly or not", () => {
    const reach = new Reach([family]);
    expect(reach.take(["one"])).toBe(true);
    expect(reach.take(["one"])).toBe(false);
    expect(functionsIn(reach.text().join("\n"))).toEqual(["one", "two", "three"]);
  });

  test("with the constants that it uses, of other files too", () => {
    const other = parseBash({
      file: "other.sh",
      text: "# ---- other ----\nB=2 C=3\nSEEN=''\n\nfive() {\n  six\n}\n",
    });
    const text = (functions: string): string => {
      const user = parseBash({ file: "user.sh", text: `# ---- user ----\n\n${functions}\n` });
      const reach = new Reach([user, other, family]);
      reach.take(["uses"]);
      return reach.text().join("\n");
    };
    expect(text('uses() {\n  echo "$B"\n}')).toContain("# ---- other ----\n\nB=2 C=3\nSEEN=''\n");
    expect(text('uses() {\n  echo "$SEEN"\n}')).not.toContain("other");
  });

  test("unless a line belongs to nothing", () => {
    expect(() => parseBash({ file: "family.sh", text: `${text}stray\n` })).toThrow("family.sh:21");
    expect(() => parseBash({ file: "family.sh", text: "# Title\none() {\n" })).toThrow("not closed");
    expect(() => new Reach([family, family])).toThrow("defined twice");
  });
});
