import { describe, expect, test } from "vitest";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";
import { suggest } from "../../src/diagnostics/suggest.ts";
import type { Diagnostic } from "../../src/types/diagnostic.ts";
import type { Span } from "../../src/types/span.ts";

function spanOf(text: string, part: string, file = "recipes/sort.ctr"): Span {
  const start = text.indexOf(part);
  const before = text
    .slice(0, start)
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/);
  const column = (before.at(-1) ?? "").length + 1;
  return { file, start, end: start + part.length, line: before.length, column };
}

function diagnosticAt(span: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  return { code: "some-code", severity: "error", span, message: "something is wrong", ...more };
}

function render(text: string, diagnostics: Diagnostic[], color = false): string {
  return renderDiagnostics(diagnostics, [{ file: "recipes/sort.ctr", text }], { color });
}

/** The line with the place, and the line with the marks. */
function marked(text: string, part: string): string[] {
  const lines = render(text, [diagnosticAt(spanOf(text, part))]).split("\n");
  return lines.slice(2, 4).map((line) => line.replace(/^ *\d* *│ /, ""));
}

describe("a diagnostic", () => {
  test("has the layout of the style guide", () => {
    const text = "recipe sort\n\n\n\n\n\n    memroy.max 512MiB\n";
    const diagnostic = diagnosticAt(spanOf(text, "memroy"), {
      code: "unknown-controller",
      message: "cgroup v2 has no controller `memroy`",
      help: "did you mean `memory`?",
    });
    expect(render(text, [diagnostic])).toBe(
      [
        "error[unknown-controller]: cgroup v2 has no controller `memroy`",
        "  ┌─ recipes/sort.ctr:7:5",
        "7 │     memroy.max 512MiB",
        "  │     ^^^^^^",
        "help: did you mean `memory`?",
        "",
        "1 error in recipes/sort.ctr",
        "",
      ].join("\n"),
    );
  });

  test("shows related places below its own, in one margin, also those of other files", () => {
    const text = `cgroup a {\n}\n${"\n".repeat(9)}cgroup a {\n}\n`;
    const other = "cgroup a {\n}\n";
    const first = spanOf(text, "a");
    const diagnostic = diagnosticAt(
      { ...first, start: text.lastIndexOf("a {"), end: text.lastIndexOf("a {") + 1, line: 12 },
      {
        related: [
          { span: first, message: "first declared here" },
          { span: { ...first, file: "other.ctr" }, message: "and here" },
          { span: { ...first, file: "unknown.ctr" }, message: "a file without text" },
        ],
      },
    );
    const sources = [
      { file: "recipes/sort.ctr", text },
      { file: "other.ctr", text: other },
    ];
    expect(renderDiagnostics([diagnostic], sources, { color: false })).toMatchInlineSnapshot(`
      "error[some-code]: something is wrong
         ┌─ recipes/sort.ctr:12:8
      12 │ cgroup a {
         │        ^
         ├─ recipes/sort.ctr:1:8
       1 │ cgroup a {
         │        - first declared here
         ├─ other.ctr:1:8
       1 │ cgroup a {
         │        - and here
         ├─ unknown.ctr:1:8 a file without text

      1 error in recipes/sort.ctr
      "
    `);
  });

  test("is coloured only when asked for", () => {
    const text = "a b\n";
    const diagnostic = diagnosticAt(spanOf(text, "b"), { help: "do it" });
    expect(render(text, [diagnostic])).not.toContain("\u001b");
    const coloured = render(text, [diagnostic], true)
      .replaceAll("\u001b[", "<")
      .replaceAll(/(?<=<\d+)m/g, ">");
    expect(coloured).toMatchInlineSnapshot(`
      "<1><31>error[some-code]<39><22><1>: something is wrong<22>
        <34>┌─<39> recipes/sort.ctr:1:3
      <34>1 │<39> a b
        <34>│<39>   <31>^<39>
      <36>help:<39> do it

      1 error in recipes/sort.ctr
      "
    `);
  });

  test("that ends on another line is marked up to the end of its first", () => {
    expect(marked("one two\nthree\n", "two\nthree")).toEqual(["one two", "    ^^^"]);
  });

  test("between two characters, or at the end of the text, is marked with one caret", () => {
    const text = "one\n";
    const at = (offset: number): Span => ({
      ...spanOf(text, "one"),
      start: offset,
      end: offset,
      column: offset + 1,
    });
    expect(render(text, [diagnosticAt(at(1))])).toContain("\n1 │ one\n  │  ^\n");
    expect(render(text, [diagnosticAt(at(3))])).toContain("\n1 │ one\n  │    ^\n");
    expect(render("", [diagnosticAt({ ...at(0), start: 0, end: 0 })])).toContain("\n1 │\n  │ ^\n");
  });
});

describe("the marks lie under what they mean", () => {
  test.each([
    ["tabs", "\ta\tbad\n", "    a   bad", "        ^^^"],
    ["tabs in the span", "a\tb\tc\n", "a   b   c", "    ^^^^^", "b\tc"],
    ["CRLF", "x\r\n  bad\r\n", "  bad", "  ^^^"],
    ["a lone CR", "x\r  bad\ry", "  bad", "  ^^^"],
    ["a byte order mark", "\ufeffbad\n", "bad", "^^^"],
    ["wide characters", "日本 bad\n", "日本 bad", "     ^^^"],
    ["wide characters in the span", "a 日本\n", "a 日本", "  ^^^^", "日本"],
    ["emoji", "😀 bad\n", "😀 bad", "   ^^^"],
    ["combining characters", "e\u0301e\u0301 bad\n", "e\u0301e\u0301 bad", "   ^^^"],
    ["what turns text round", "\u202ebad\n", "<U+202E>bad", "        ^^^"],
    ["what has no width", "a\u200bbad\n", "a<U+200B>bad", "         ^^^"],
    ["what a terminal obeys", "\u001b[31mbad\n", "<U+001B>[31mbad", "            ^^^"],
    ["half a character", "\ud83dbad\n", "<U+D83D>bad", "        ^^^"],
  ])("%s", (_, text, line, marks, part = "bad") => {
    expect(marked(text, part)).toEqual([line, marks]);
  });

  test.each([0, 10, 90, 99, 1000, 1_000_000])("in a line that goes on, after %i characters", (length) => {
    const [line = "", marks = ""] = marked(`${"x".repeat(length)}bad${"y".repeat(1_000_000)}\n`, "bad");
    expect(line.length).toBeLessThan(105);
    expect(line.slice(marks.indexOf("^"), marks.indexOf("^") + 3)).toBe("bad");
    expect(marks.trim()).toBe("^^^");
  });
});

test("nothing of a recipe reaches the terminal as a command", () => {
  const text = "a\n";
  const evil = "\u001b[2J\u0007\u202e\r\n\u0085";
  const span = { ...spanOf(text, "a"), file: `x${evil}` };
  const diagnostic = diagnosticAt(span, { message: evil, help: evil, related: [{ span, message: evil }] });
  expect(render(text, [diagnostic]).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

describe("the last line", () => {
  test.each([
    [["error"], "1 error in a.ctr"],
    [["error", "error", "warning"], "2 errors and 1 warning in a.ctr"],
    [["error", "warning", "warning", "note"], "1 error, 2 warnings and 1 note in a.ctr"],
    [["warning"], "1 warning in a.ctr"],
  ] as const)("counts %j", (severities, expected) => {
    const span = spanOf("a", "a", "a.ctr");
    const diagnostics = severities.map((severity) => diagnosticAt(span, { severity }));
    expect(render("", diagnostics).split("\n").at(-2)).toBe(expected);
  });

  test("counts files", () => {
    const diagnostics = ["a.ctr", "b.ctr"].map((file) => diagnosticAt(spanOf("a", "a", file)));
    expect(render("", diagnostics).split("\n").at(-2)).toBe("2 errors in 2 files");
  });

  test("is missing where nothing is wrong", () => {
    expect(render("", [])).toBe("");
  });
});

describe("a suggestion", () => {
  test.each([
    ["memroy.max", ["memory.max", "memory.min"], "memory.max"],
    ["MEMORY.MAX", ["memory.min", "memory.max"], "memory.max"],
    ["buzybox", ["busybox"], "busybox"],
    ["rn", ["run"], "run"],
    ["stroage", ["storage", "image"], "storage"],
  ])("for %s among %j is %s", (name, candidates, expected) => {
    expect(suggest(name, candidates)).toBe(`did you mean \`${expected}\`?`);
  });

  test.each([
    ["image", ["storage"]],
    ["ab", ["cd"]],
    ["x".repeat(1_000_000), ["memory.max"]],
    ["anything", []],
  ])("is not made for what is far away", (name, candidates) => {
    expect(suggest(name, candidates)).toBeUndefined();
  });
});
