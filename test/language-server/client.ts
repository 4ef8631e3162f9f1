import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { Diagnostic, Position } from "vscode-languageserver-types";

/** A client as an editor is one: it starts `ctrc lsp` in a folder of its own, and talks to it over its pipes. */
export class Client {
  readonly folder = mkdtempSync(join(tmpdir(), "ctrc-lsp-"));
  readonly process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #texts = new Map<string, string>();
  readonly #published = new Map<string, { version: number | undefined; diagnostics: Diagnostic[] }>();
  #version = 0;
  #wake: () => void = () => {};

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
    this.process = spawn(process.execPath, [inject("cli"), "lsp", "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error("the server has no pipes");
    this.#connection = createMessageConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.#connection.onNotification("textDocument/publishDiagnostics", (shown) => {
      this.#published.set(shown.uri, shown);
      this.#wake();
    });
    this.#connection.onRequest("client/registerCapability", () => null);
    this.#connection.listen();
  }

  async initialize(): Promise<Record<string, unknown>> {
    const answer = await this.#connection.sendRequest<{ capabilities: Record<string, unknown> }>(
      "initialize",
      {
        processId: process.pid,
        rootUri: null,
        workspaceFolders: [{ uri: pathToFileURL(this.folder).href, name: "recipes" }],
        capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      },
    );
    await this.#connection.sendNotification("initialized", {});
    return answer.capabilities;
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  async open(name: string, text: string): Promise<void> {
    this.#texts.set(name, text);
    this.#version += 1;
    await this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri: this.uri(name), languageId: "ctr", version: this.#version, text },
    });
  }

  /** Types a text at a place, as an editor tells of it: only what has changed. */
  async type(name: string, before: string, typed: string): Promise<void> {
    const text = this.#texts.get(name) ?? "";
    const position = this.position(name, before);
    const offset = text.indexOf(before) + before.length;
    this.#texts.set(name, text.slice(0, offset) + typed + text.slice(offset));
    this.#version += 1;
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: this.uri(name), version: this.#version },
      contentChanges: [{ range: { start: position, end: position }, text: typed }],
    });
  }

  /** The place right after the first occurrence of a text. */
  position(name: string, before: string): Position {
    const text = this.#texts.get(name) ?? "";
    const index = text.indexOf(before);
    if (index < 0) throw new Error(`${name} has no ${JSON.stringify(before)}`);
    const lines = text.slice(0, index + before.length).split("\n");
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  }

  async ask<Answer>(method: string, name: string, before: string, more: object = {}): Promise<Answer> {
    const position = this.position(name, before);
    return await this.#connection.sendRequest(`textDocument/${method}`, {
      textDocument: { uri: this.uri(name) },
      position,
      ...more,
    });
  }

  async askOfFile<Answer>(method: string, name: string, more: object = {}): Promise<Answer> {
    return await this.#connection.sendRequest(`textDocument/${method}`, {
      textDocument: { uri: this.uri(name) },
      ...more,
    });
  }

  /** What the server says of the newest text of a file. */
  async diagnostics(name: string): Promise<Diagnostic[]> {
    for (;;) {
      const shown = this.#published.get(this.uri(name));
      if (shown !== undefined && shown.version === this.#version) return shown.diagnostics;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Is gone from one moment to the next; returns the exit status of the server. */
  async vanish(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    this.process.stdin?.end();
    const status = await ended;
    this.#connection.dispose();
    rmSync(this.folder, { recursive: true });
    return status;
  }

  /** @returns the exit status of the server */
  async close(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    const status = await ended;
    this.#connection.dispose();
    rmSync(this.folder, { recursive: true });
    return status;
  }
}
