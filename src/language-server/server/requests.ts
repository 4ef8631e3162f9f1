import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type Location,
  type Position,
  ResponseError,
} from "vscode-languageserver/node";
import { VERSION } from "../../version.ts";
import {
  type Analysis,
  complete,
  definition,
  documentSymbols,
  type FileLocation,
  foldingRanges,
  formatting,
  hover,
  LEGEND,
  quickFixes,
  RenameRefused,
  references,
  rename,
  renamed,
  semanticTokens,
} from "../index.ts";
import { fileOf, Workspace } from "./workspace.ts";

/** What a request that fails by the user's own doing is answered with, as LSP 3.17 has it. */
const REQUEST_FAILED = -32803;

/** Answers everything that a client asks. */
export function answerRequests(connection: Connection, workspace: Workspace): void {
  connection.onInitialize((params) => initialize(params, workspace));
  connection.onInitialized(async () => {
    try {
      const watchers = [{ globPattern: "**/*.ctr" }];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    } catch {
      // A client that cannot watch files for us, or is gone already: files that it has open are told of anyhow.
    }
  });
  connection.onDidChangeWatchedFiles(() => workspace.checkSoon());

  connection.onCompletion(async (params) => {
    const at = await find(params, workspace);
    if (at === undefined) return null;
    const parts = await workspace.files.withImports(at.here.file);
    const line = at.here.text.slice(at.here.text.lastIndexOf("\n", at.offset - 1) + 1, at.offset);
    // Folders are only looked through for the one place that names files.
    const siblings = /^\s*import\b/.test(line) ? await workspace.siblings(at.here.file) : [];
    return complete(at.here, at.offset, parts, siblings);
  });
  connection.onHover(async (params) => {
    const at = await find(params, workspace);
    return at === undefined
      ? null
      : (hover(at.here, at.offset, await workspace.files.withImports(at.here.file)) ?? null);
  });
  connection.onDefinition(async (params) => {
    const at = await find(params, workspace);
    if (at === undefined) return null;
    return locations(
      definition(at.here, at.offset, await workspace.files.withImports(at.here.file)),
      workspace,
    );
  });
  connection.onReferences(async (params) => {
    const at = await find(params, workspace);
    if (at === undefined) return null;
    const recipes = await workspace.files.recipesWith(at.here.file);
    return locations(references(at.here, at.offset, recipes, params.context.includeDeclaration), workspace);
  });
  connection.onPrepareRename(async (params) => {
    const at = await find(params, workspace);
    if (at === undefined) return null;
    const recipes = await workspace.files.recipesWith(at.here.file);
    return refusing(() => renamed(at.here, at.offset, recipes));
  });
  connection.onRenameRequest(async (params) => {
    const at = await find(params, workspace);
    if (at === undefined) return null;
    const recipes = await workspace.files.recipesWith(at.here.file);
    const edits = refusing(() => rename(at.here, at.offset, params.newName, recipes));
    const changes: Record<string, { range: (typeof edits)[number]["range"]; newText: string }[]> = {};
    for (const { file, range, newText } of edits) {
      const uri = workspace.uriOf(file);
      changes[uri] = [...(changes[uri] ?? []), { range, newText }];
    }
    return { changes };
  });
  connection.onDocumentSymbol(async ({ textDocument }) => {
    const here = await workspace.files.analysis(fileOf(textDocument.uri));
    return here === undefined ? null : documentSymbols(here);
  });
  connection.onFoldingRanges(async ({ textDocument }) => {
    const here = await workspace.files.analysis(fileOf(textDocument.uri));
    return here === undefined ? null : foldingRanges(here);
  });
  connection.onDocumentFormatting(async ({ textDocument }) => {
    const here = await workspace.files.analysis(fileOf(textDocument.uri));
    return here === undefined ? null : await formatting(here);
  });
  connection.languages.semanticTokens.on(async ({ textDocument }) => {
    const here = await workspace.files.analysis(fileOf(textDocument.uri));
    return here === undefined ? { data: [] } : semanticTokens(here);
  });
  connection.onCodeAction(async ({ textDocument, range }) => {
    const here = await workspace.files.analysis(fileOf(textDocument.uri));
    const diagnostics = workspace.diagnosticsOf(textDocument.uri);
    return here === undefined ? null : quickFixes(here, range, diagnostics, (file) => workspace.uriOf(file));
  });
}

function initialize(params: InitializeParams, workspace: Workspace): InitializeResult {
  workspace.folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);
  return {
    serverInfo: { name: "ctrc", version: VERSION },
    capabilities: {
      textDocumentSync: Workspace.sync,
      completionProvider: { triggerCharacters: [" ", "{", "[", '"', "$", "."] },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      documentFormattingProvider: true,
      semanticTokensProvider: { legend: LEGEND, full: true },
      codeActionProvider: { codeActionKinds: ["quickfix"] },
    },
  };
}

async function find(
  {
    textDocument,
    position,
  }: { readonly textDocument: { readonly uri: string }; readonly position: Position },
  workspace: Workspace,
): Promise<{ readonly here: Analysis; readonly offset: number } | undefined> {
  const here = await workspace.files.analysis(fileOf(textDocument.uri));
  return here === undefined ? undefined : { here, offset: here.document.offsetAt(position) };
}

function locations(found: readonly FileLocation[], workspace: Workspace): Location[] {
  return found.map(({ file, range }) => ({ uri: workspace.uriOf(file), range }));
}

function refusing<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof RenameRefused) throw new ResponseError(REQUEST_FAILED, fault.message);
    throw fault;
  }
}
