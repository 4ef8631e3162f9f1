import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseWithImportsAsync } from "../../src/compile/1-parse/imports.ts";
import { normalisePath, resolvePath } from "../../src/compile/1-parse/path.ts";
import { renderDiagnostics } from "../../src/diagnostics/render.ts";

type Files = Readonly<Record<string, string>>;

async function follow(
  main: string,
  files: Files,
): Promise<{ order: string[]; asked: string[]; errors: string }> {
  const asked: string[] = [];
  const { recipes, sources, diagnostics } = await parseWithImportsAsync(
    { file: main, text: files[main] ?? "" },
    async (path) => {
      asked.push(path);
      return files[path];
    },
  );
  expect(recipes.map(({ span }) => span.file)).toEqual(sources.map(({ file }) => file));
  const errors = renderDiagnostics(diagnostics, sources, { color: false });
  return { order: sources.map(({ file }) => file), asked, errors };
}

describe("imports", () => {
  test("are followed from the folder of the file that has them, in the order in which they are reached", async () => {
    const { order, errors } = await follow("recipes/a.ctr", {
      "recipes/a.ctr": 'import "common/b.ctr"\nimport "../c.ctr"\n',
      "recipes/common/b.ctr": 'import "./d.ctr"\n',
      "recipes/common/d.ctr": "",
      "c.ctr": "",
    });
    expect(order).toEqual(["recipes/a.ctr", "recipes/common/b.ctr", "recipes/common/d.ctr", "c.ctr"]);
    expect(errors).toBe("");
  });

  test("are read once, however many files lead to them and however their paths are written", async () => {
    const { asked, errors } = await follow("a.ctr", {
      "a.ctr": 'import "b.ctr"\nimport "c.ctr"\nimport "x/..//./b.ctr"\n',
      "b.ctr": 'import "d.ctr"\n',
      "c.ctr": 'import "y/../d.ctr"\n',
      "d.ctr": "",
    });
    expect(asked).toEqual(["b.ctr", "d.ctr", "c.ctr"]);
    expect(errors).toBe("");
  });

  test("inside a block are the checker's business", async () => {
    const { asked } = await follow("a.ctr", {
      "a.ctr": 'check x {\n  import "x.tar" as y\n}\nimport b.ctr\n',
    });
    expect(asked).toEqual([]);
  });

  test("in a circle are reported with the way that leads back", async () => {
    const { errors } = await follow("a.ctr", {
      "a.ctr": 'import "b.ctr"\n',
      "b.ctr": '\nimport "lib/c.ctr"\n',
      "lib/c.ctr": 'import "../a.ctr"\n',
    });
    expect(errors).toMatchInlineSnapshot(`
      "error[import-cycle]: \`a.ctr\` imports itself by way of other files
        ┌─ lib/c.ctr:1:8
      1 │ import "../a.ctr"
        │        ^^^^^^^^^^
        ├─ a.ctr:1:8
      1 │ import "b.ctr"
        │        ------- \`b.ctr\` is imported here
        ├─ b.ctr:2:8
      2 │ import "lib/c.ctr"
        │        ----------- \`lib/c.ctr\` is imported here
      help: move what the files need of one another to a file that imports none of them

      1 error in lib/c.ctr
      "
    `);
  });

  test("of the file itself are reported", async () => {
    const { errors } = await follow("x/a.ctr", { "x/a.ctr": 'import "./a.ctr"\n' });
    expect(errors).toMatchInlineSnapshot(`
      "error[import-cycle]: \`x/a.ctr\` imports itself
        ┌─ x/a.ctr:1:8
      1 │ import "./a.ctr"
        │        ^^^^^^^^^
      help: move what the files need of one another to a file that imports none of them

      1 error in x/a.ctr
      "
    `);
  });

  test("that lead nowhere, to no text, or to a value are reported where they stand", async () => {
    const { errors, asked } = await follow("a.ctr", {
      "a.ctr":
        'import "none.ctr"\nimport "${file}.ctr"\nimport ""\nimport "image.png"\nimport "none.ctr"\nimport "b.ctr"\n',
      "image.png": "\u0089PNG\0",
      "b.ctr": 'cgroup a {\n  memory.max "2GB\n}\n',
    });
    expect(asked).toEqual(["none.ctr", "image.png", "b.ctr"]);
    expect(errors).toMatchInlineSnapshot(`
      "error[import-not-found]: there is no file \`none.ctr\` that can be read
        ┌─ a.ctr:1:8
      1 │ import "none.ctr"
        │        ^^^^^^^^^^
      help: a path begins at the folder of the file that imports it

      error[import-not-literal]: the path of an import cannot hold a reference
        ┌─ a.ctr:2:8
      2 │ import "\${file}.ctr"
        │        ^^^^^^^^^^^^^
      help: write the path out: imports are followed before anything has a value

      error[import-not-found]: there is no file \`.\` that can be read
        ┌─ a.ctr:3:8
      3 │ import ""
        │        ^^
      help: a path begins at the folder of the file that imports it

      error[import-not-found]: there is no file \`none.ctr\` that can be read
        ┌─ a.ctr:5:8
      5 │ import "none.ctr"
        │        ^^^^^^^^^^
      help: a path begins at the folder of the file that imports it

      error[not-text]: \`image.png\` is no text file: it has a NUL byte here
        ┌─ image.png:1:5
      1 │ <U+0089>PNG<U+0000>
        │            ^^^^^^^^
      help: a recipe is UTF-8 text

      error[unclosed-string]: the string that begins here is not closed
        ┌─ b.ctr:2:14
      2 │   memory.max "2GB
        │              ^
      help: end it with \`"\` on the same line; text of several lines stands between \`"""\` and \`"""\`

      6 errors in 3 files
      "
    `);
  });

  test("without an end are given up", async () => {
    const { diagnostics } = await parseWithImportsAsync(
      { file: "a.ctr", text: 'import "x/a.ctr"\nimport "y/a.ctr"\n' },
      async () => 'import "x/a.ctr"\nimport "y/a.ctr"\n',
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["too-many-imports"]);
  });

  test("of a thousand wrong files report no more than anybody reads", async () => {
    const files = Array.from({ length: 50 }, (_, index) => `import "${index}.ctr"\n`).join("");
    const { diagnostics } = await parseWithImportsAsync(
      { file: "a.ctr", text: files },
      async () => "a /x\nb /x\nc /x\n",
    );
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)?.message).toBe("50 more errors are not shown");
  });
});

describe("a path", () => {
  test.each([
    ["a.ctr", "b.ctr", "b.ctr"],
    ["x/a.ctr", "b.ctr", "x/b.ctr"],
    ["x/a.ctr", "../b.ctr", "b.ctr"],
    ["x/a.ctr", "../../b.ctr", "../b.ctr"],
    ["../x/a.ctr", "../../b.ctr", "../../b.ctr"],
    ["/x/a.ctr", "../../../b.ctr", "/b.ctr"],
    ["x/a.ctr", "/etc/b.ctr", "/etc/b.ctr"],
    ["x/a.ctr", "..", "."],
    ["a.ctr", "x\\b.ctr", "x\\b.ctr"],
    ["-", "b.ctr", "b.ctr"],
  ])("from %s to %s is %s", (importer, path, expected) => {
    expect(resolvePath(importer, path)).toBe(expected);
  });

  test("is normalised once and for all", () => {
    const steps = fc.array(fc.constantFrom("", ".", "..", "a", "b", "..."), { maxLength: 8 });
    fc.assert(
      fc.property(steps, (parts) => {
        const path = normalisePath(parts.join("/"));
        expect(normalisePath(path)).toBe(path);
        const names = path.replace(/^(?:\.\.\/)+|^\.\.?$|^\//, "").split("/");
        expect(names.slice(0, -1)).not.toContain("");
        expect(names.join("/") === ".." || !names.some((name) => name === "." || name === "..")).toBe(true);
      }),
    );
  });
});
