import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { answerRequests } from "./requests.ts";
import { Workspace } from "./workspace.ts";

/**
 * Serves one client: over standard input and output, or over the channel that the client names among the program's
 * arguments (`--node-ipc`, `--socket=PORT`). The caller ends the process afterwards: the connection goes on watching
 * whether the client's process is alive.
 * @returns when the client has gone: whether it had said so before, with `shutdown`
 */
export async function serve(): Promise<boolean> {
  const namesChannel = process.argv.some((each) => /^--(?:node-ipc|socket|pipe)\b/.test(each));
  const connection: Connection = namesChannel
    ? createConnection(ProposedFeatures.all)
    : createConnection(
        ProposedFeatures.all,
        new StreamMessageReader(process.stdin),
        new StreamMessageWriter(process.stdout),
      );
  answerRequests(connection, new Workspace(connection));
  let saidSo = false;
  connection.onShutdown(() => {
    saidSo = true;
  });
  const gone = new Promise<void>((resolve) => {
    connection.onExit(resolve);
    // A client that was killed says nothing, but its end of the pipe is closed.
    if (!namesChannel) process.stdin.once("end", resolve);
  });
  connection.listen();
  await gone;
  return saidSo;
}
