import { afterAll, beforeAll, expect, test } from "vitest";
import type {
  CodeAction,
  CompletionList,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  SemanticTokens,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import { Client } from "./client.ts";

const MAIN = `recipe sample "What an editor asks about"

import "common/images.ctr"

param block-size 64KiB "how much at once"

# Limits for everything.
# There are few.
cgroup small {
  memory.max 2GB # ctrc: allow rounded-limit
  pids.max   100
}

container box {
  image  busybox
  cgroup small
}

check it-runs {
  start box as server $ sleep 10
  run box $ dd if=/dev/zero of=/data bs=\${block-size} count=1
  host shell """
    echo "$block_size"
  """
  expect server in small
}
`;

const IMAGES = `image busybox {
  program "/bin/busybox" links [sh, dd, sleep]
}
`;

let client: Client;
let capabilities: Record<string, unknown>;

beforeAll(async () => {
  client = new Client({
    "main.ctr": MAIN,
    "common/images.ctr": IMAGES,
    "common/wrong.ctr": "cgroup a { memroy.max 1GB }\n",
  });
  capabilities = await client.initialize();
  await client.open("main.ctr", MAIN);
});

afterAll(async () => {
  expect(await client.close()).toBe(0);
});

const range = (startLine: number, start: number, endLine: number, end: number) => ({
  start: { line: startLine, character: start },
  end: { line: endLine, character: end },
});

test("says what it can do", () => {
  expect(Object.keys(capabilities).sort()).toMatchInlineSnapshot(`
    [
      "codeActionProvider",
      "completionProvider",
      "definitionProvider",
      "documentFormattingProvider",
      "documentSymbolProvider",
      "foldingRangeProvider",
      "hoverProvider",
      "referencesProvider",
      "renameProvider",
      "semanticTokensProvider",
      "textDocumentSync",
    ]
  `);
});

test("a recipe without a mistake has no diagnostics", async () => {
  expect(await client.diagnostics("main.ctr")).toEqual([]);
});

test("completion offers keywords, names, units and references", async () => {
  const at = async (before: string): Promise<string[]> =>
    (await client.ask<CompletionList>("completion", "main.ctr", before)).items.map(({ label }) => label);
  expect(await at("cgroup small {\n  ")).toContain("cpu.weight");
  expect(await at("memory.max 2")).toEqual(expect.arrayContaining(["2GiB", "2GB"]));
  expect(await at("image  ")).toEqual(["busybox"]);
  expect(await at("bs=${")).toEqual(["block-size", "server.pid"]);
  expect(await at('host shell """\n    echo "$')).toContain("block_size");
  expect(await at("expect server ")).toEqual(expect.arrayContaining(["exit", "oom", "in", "cpus"]));
  expect(await at('import "')).toEqual(["common/images.ctr", "common/wrong.ctr"]);
});

test("hover says what a limit is on each version of cgroups, and how much 2GB is", async () => {
  const limit = await client.ask<Hover>("hover", "main.ctr", "  memory.");
  expect(limit.contents).toMatchObject({ kind: "markdown" });
  expect(JSON.stringify(limit.contents)).toContain("memory.limit_in_bytes");
  const size = await client.ask<Hover>("hover", "main.ctr", "memory.max 2");
  expect(JSON.stringify(size.contents)).toContain("1 999 998 976 bytes");
  const name = await client.ask<Hover>("hover", "main.ctr", "  cgroup sm");
  expect(JSON.stringify(name.contents)).toContain("pids.max   100");
});

test("a definition is found in the file that is imported", async () => {
  expect(await client.ask<Location[]>("definition", "main.ctr", "image  busy")).toEqual([
    { uri: client.uri("common/images.ctr"), range: range(0, 6, 0, 13) },
  ]);
  expect(await client.ask<Location[]>("definition", "main.ctr", 'import "common')).toEqual([
    { uri: client.uri("common/images.ctr"), range: range(0, 0, 0, 0) },
  ]);
});

test("references are found from the file that others import", async () => {
  await client.open("common/images.ctr", IMAGES);
  const found = await client.ask<Location[]>("references", "common/images.ctr", "image busy", {
    context: { includeDeclaration: true },
  });
  expect(found.map(({ uri }) => uri).sort()).toEqual([
    client.uri("common/images.ctr"),
    client.uri("main.ctr"),
  ]);
});

test("a rename reaches shell text, where names are written with `_`", async () => {
  const { changes } = await client.ask<WorkspaceEdit>("rename", "main.ctr", "param block", {
    newName: "one-block",
  });
  const edits = changes?.[client.uri("main.ctr")] ?? [];
  expect(edits.map(({ newText }) => newText)).toEqual(["one-block", "one-block", "one_block"]);
});

test("a rename is refused in words: no name, a name that is taken, nothing to rename", async () => {
  const rename = (before: string, newName: string) => client.ask("rename", "main.ctr", before, { newName });
  await expect(rename("param block", "Two Words")).rejects.toThrow("cannot be a name");
  await expect(client.ask("rename", "main.ctr", "container b", { newName: "box" })).resolves.toBeDefined();
  await expect(client.ask("prepareRename", "main.ctr", "  memory.m")).rejects.toThrow("no name here");
});

test("a rename never takes a name that another has where both are known", async () => {
  const text = `recipe names

param rounds 3

cgroup one { pids.max 10 }
cgroup two { pids.max 20 }

container box { root host }

check loops {
  for i in 1..\${rounds} {
    for j in 1..2 { run box $ echo \${i} \${j} }
  }
  for k in 1..2 { run box $ echo \${k} }
}
`;
  await client.open("names.ctr", text);
  const rename = (before: string, newName: string) =>
    client.ask<WorkspaceEdit>("rename", "names.ctr", before, { newName });
  await expect(rename("cgroup on", "two")).rejects.toThrow("already a cgroup called `two`");
  await expect(rename("for j", "i")).rejects.toThrow("already a variable called `i`");
  await expect(rename("for i", "j")).rejects.toThrow("already a variable called `j`");
  await expect(rename("for k", "rounds")).rejects.toThrow("already a variable called `rounds`");
  await expect(rename("for k", "i")).resolves.toBeDefined();
  await expect(rename("container box", "one")).resolves.toBeDefined();
});

test("the outline has what is declared, and what is started in it", async () => {
  const symbols = await client.askOfFile<DocumentSymbol[]>("documentSymbol", "main.ctr");
  expect(symbols.map(({ name }) => name)).toEqual(["sample", "block-size", "small", "box", "it-runs"]);
  expect(symbols.at(-1)?.children?.map(({ name }) => name)).toEqual(["server"]);
});

test("blocks, texts and comments can be folded", async () => {
  const ranges = await client.askOfFile<FoldingRange[]>("foldingRange", "main.ctr");
  expect(ranges.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
    [6, 7],
    [8, 10],
    [13, 15],
    [18, 24],
    [21, 22],
  ]);
});

test("a recipe is laid out, by an edit of what changes", async () => {
  await client.open("untidy.ctr", MAIN.replace("  pids.max   100", "pids.max 100"));
  const edits = await client.askOfFile<TextEdit[]>("formatting", "untidy.ctr", {
    options: { tabSize: 8, insertSpaces: false },
  });
  expect(edits).toHaveLength(1);
  expect(edits[0]?.newText).toMatch(/pids/);
  expect(edits[0]?.newText).not.toContain("recipe sample");
});

test("semantic tokens are five numbers each", async () => {
  const { data } = await client.askOfFile<SemanticTokens>("semanticTokens/full", "main.ctr");
  expect(data.length % 5).toBe(0);
  expect(data.length).toBeGreaterThan(200);
});

test("a mistake is told while it is typed, and its cure offered", async () => {
  await client.open("typed.ctr", MAIN.replace("common/", "common/"));
  await client.type("typed.ctr", "cgroup small {\n", "  memroy.high 1GB\n");
  const diagnostics = await client.diagnostics("typed.ctr");
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["unknown-statement", "`memroy.high` is no statement of a `cgroup`\nhelp: did you mean `memory.high`?"],
  ]);
  const [fix] = await client.askOfFile<CodeAction[]>("codeAction", "typed.ctr", {
    range: diagnostics[0]?.range,
    context: { diagnostics },
  });
  expect(fix?.title).toBe("write `memory.high`");
  expect(fix?.edit?.changes?.[client.uri("typed.ctr")]).toEqual([
    { range: diagnostics[0]?.range, newText: "memory.high" },
  ]);
});

test("a server whose client is gone ends", async () => {
  const other = new Client({});
  await other.initialize();
  // As the protocol has it for a client that ends without saying so.
  expect(await other.vanish()).toBe(1);
});

test("what is meant can be allowed where it stands", async () => {
  await client.open("meant.ctr", MAIN.replace(" # ctrc: allow rounded-limit", ""));
  const diagnostics = await client.diagnostics("meant.ctr");
  const [fix] = await client.askOfFile<CodeAction[]>("codeAction", "meant.ctr", {
    range: diagnostics[0]?.range,
    context: { diagnostics },
  });
  expect(fix?.title).toBe("allow `rounded-limit` here");
  const [edit] = fix?.edit?.changes?.[client.uri("meant.ctr")] ?? [];
  await client.type("meant.ctr", "memory.max 2GB", edit?.newText ?? "");
  expect(await client.diagnostics("meant.ctr")).toEqual([]);
});

test("a file that recipes import is no recipe, and is not told that it should be", async () => {
  await client.open("common/images.ctr", IMAGES);
  expect(await client.diagnostics("common/images.ctr")).toEqual([]);
});
