import { type Dirent, promises } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Connection, TextDocumentSyncKind, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { readRecipeText } from "../../recipe-file.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import { clientDiagnostic, diagnose, Files } from "../index.ts";

/** How long nobody types before the recipe is checked. */
const QUIET_MS = 120;

/** Folders are looked through for recipes as far as this. */
const MOST_ENTRIES = 20_000;

/** The files that a client has open, and those of its folders; what is wrong with the open ones is told to it. */
export class Workspace {
  static readonly sync = TextDocumentSyncKind.Incremental;
  readonly files: Files;
  readonly #connection: Connection;
  readonly #open = new TextDocuments(TextDocument);
  /** Of open files, as the client calls them. */
  readonly #uris = new Map<string, string>();
  readonly #diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #folders: readonly string[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
    this.files = new Files({ read: (file) => this.#read(file), list: () => this.#list() });
    this.#open.onDidOpen(({ document }) => this.#uris.set(fileOf(document.uri), document.uri));
    // A file may be a part of any other that is open.
    this.#open.onDidChangeContent(() => this.checkSoon());
    this.#open.onDidClose(({ document }) => {
      this.#uris.delete(fileOf(document.uri));
      this.#diagnostics.delete(document.uri);
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    });
    this.#open.listen(connection);
  }

  /** The folders that the client has open. */
  set folders(uris: readonly string[]) {
    this.#folders = uris.filter((uri) => uri.startsWith("file:")).map(fileOf);
  }

  uriOf(file: string): string {
    return this.#uris.get(file) ?? (file.includes(":") ? file : pathToFileURL(file).href);
  }

  document(uri: string): TextDocument | undefined {
    return this.#open.get(uri);
  }

  /** What was last found wrong with an open file. */
  diagnosticsOf(uri: string): readonly Diagnostic[] {
    return this.#diagnostics.get(uri) ?? [];
  }

  /** Recipes beside a file, by the paths that an `import` would name them by. */
  async siblings(file: string): Promise<string[]> {
    const folder = dirname(file);
    const all = await this.#recipesIn([folder]);
    return all.filter((each) => each !== file).map((each) => each.slice(folder.length + 1));
  }

  /** Checks all open files when nobody has typed for a moment. */
  checkSoon(): void {
    for (const uri of this.#open.keys()) this.#waiting.add(uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const uris = [...this.#waiting];
      this.#waiting.clear();
      Promise.all(uris.map((uri) => this.#check(uri))).catch((fault: unknown) => {
        // One recipe that cannot be checked must not end the server for all others.
        this.#connection.console.error(`ctrc has a defect: ${String(fault)}`);
      });
    }, QUIET_MS);
  }

  async #check(uri: string): Promise<void> {
    const document = this.#open.get(uri);
    if (document === undefined) return;
    const { version } = document;
    const file = fileOf(uri);
    const diagnostics = await diagnose(file, this.files);
    const here = await this.files.analysis(file);
    // Typed on meanwhile: the next check is on its way.
    if (here === undefined || this.#open.get(uri)?.version !== version) return;
    this.#diagnostics.set(uri, diagnostics);
    const parts = await this.files.withImports(file);
    const shown = diagnostics.map((each) => clientDiagnostic(each, here, parts, (of) => this.uriOf(of)));
    await this.#connection.sendDiagnostics({ uri, version, diagnostics: shown });
  }

  async #read(file: string): Promise<string | undefined> {
    const open = this.#open.get(this.uriOf(file));
    if (open !== undefined) return open.getText();
    return await readRecipeText(file).catch(() => undefined);
  }

  async #list(): Promise<string[]> {
    const folders =
      this.#folders.length > 0
        ? this.#folders
        : [...new Set([...this.#uris.keys()].map((file) => dirname(file)))];
    return [...new Set([...this.#uris.keys(), ...(await this.#recipesIn(folders))])];
  }

  async #recipesIn(folders: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    const open = [...folders];
    let left = MOST_ENTRIES;
    for (let folder = open.shift(); folder !== undefined && left > 0; folder = open.shift()) {
      const entries: Dirent[] = await promises.readdir(folder, { withFileTypes: true }).catch(() => []);
      left -= entries.length;
      for (const entry of entries) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
          open.push(path);
        else if (entry.isFile() && entry.name.endsWith(".ctr")) found.push(path);
      }
    }
    return found;
  }
}

/** A file as the compiler names it: its path, or for what is no file the client's own name. */
export function fileOf(uri: string): string {
  return uri.startsWith("file:") ? fileURLToPath(uri) : uri;
}
