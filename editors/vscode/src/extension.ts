import { type ExtensionContext, Uri, workspace } from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

/** Starts the language server: the one that comes with the extension, or the `ctrc` that the settings name. */
export async function activate(context: ExtensionContext): Promise<void> {
  const own = Uri.joinPath(context.extensionUri, "dist", "server.mjs").fsPath;
  const path = workspace.getConfiguration("ctrc").get<string>("server.path", "");
  const server: ServerOptions =
    path === ""
      ? { module: own, transport: TransportKind.ipc }
      : { command: path, args: ["lsp"], transport: TransportKind.stdio };
  client = new LanguageClient("ctrc", "ctrc", server, { documentSelector: [{ language: "ctr" }] });
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
