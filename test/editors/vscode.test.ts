import { execFileSync, fork } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { check } from "../../src/compile/index.ts";
import { scratchDirectory } from "../support/ctrc.ts";

const root = join(import.meta.dirname, "../..");
const scratch = scratchDirectory();

interface Shown {
  readonly diagnostics: readonly { readonly code: string }[];
}

test("the extension is packed with all that it names, and its server answers", {
  timeout: 60_000,
}, async () => {
  const file = join(scratch.path, "ctrc.vsix");
  execFileSync("node", [join(root, "scripts/editors/vscode.mjs"), file], { stdio: "pipe" });
  const members = unzipSync(readFileSync(file));
  for (const [path, data] of Object.entries(members)) {
    mkdirSync(dirname(join(scratch.path, path)), { recursive: true });
    writeFileSync(join(scratch.path, path), data);
  }
  const manifest = readFileSync(join(scratch.path, "extension/package.json"), "utf8");
  const named = [...manifest.matchAll(/"(?:path|configuration|main)": "\.\/(.+?)"/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThanOrEqual(4);
  expect(Object.keys(members)).toEqual(expect.arrayContaining(named.map((path) => `extension/${path}`)));
  const assets = new TextDecoder().decode(members["extension.vsixmanifest"]).matchAll(/Path="(.+?)"/g);
  expect(Object.keys(members)).toEqual(expect.arrayContaining([...assets].map(([, path]) => path)));

  const server = fork(join(scratch.path, "extension/dist/server.mjs"), ["--node-ipc"]);
  const connection = createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
  const shown = new Promise<Shown>((resolve) =>
    connection.onNotification("textDocument/publishDiagnostics", resolve),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification("initialized", {});
  const text = 'recipe sample\n\ncheck it-runs {\n  host shell """\n    if true\n    """\n}\n';
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri: "untitled:sample", languageId: "ctr", version: 1, text },
  });
  expect((await shown).diagnostics.map(({ code }) => code)).toEqual(["shell-syntax"]);
  const ended = new Promise((resolve) => server.once("exit", resolve));
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  expect(await ended).toBe(0);
});

describe("a snippet makes a recipe without mistakes", () => {
  const snippets: Record<string, { readonly body: readonly string[] }> = JSON.parse(
    readFileSync(join(root, "editors/vscode/snippets/ctr.json"), "utf8"),
  );
  const FRAME = {
    top: (text: string) => `recipe frame "A frame"\n\ncontainer box {\n  root host\n}\n${text}`,
    inCheck: (text: string) => FRAME.top(`check frame {\n${text}\n}\n`),
  };

  test.each(Object.entries(snippets))("%s", async (name, { body }) => {
    const text = body
      .join("\n")
      .replace(/\$\{\d+:([^}]*)\}/g, "$1")
      .replace("$0", "")
      .replaceAll("\\$", "$");
    const recipe =
      name === "Recipe"
        ? text
        : name === "Container"
          ? `recipe frame\n${text}`
          : name === "Shell"
            ? FRAME.inCheck(text)
            : FRAME.top(text);
    const { diagnostics } = await check("/recipe.ctr", async () => recipe);
    // A part of a recipe uses nothing and is used by nothing yet.
    const ofTheWhole = new Set(["unused-declaration", "nothing-to-run"]);
    expect(diagnostics.filter(({ code }) => !ofTheWhole.has(code))).toEqual([]);
  });
});
