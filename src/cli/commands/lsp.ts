import type { Command } from "commander";
import { examples } from "../action.ts";
import { note } from "../output.ts";

export function addLsp(program: Command): void {
  program
    .command("lsp")
    .summary("serve an editor (language server protocol)")
    .description(
      "Serves an editor over the language server protocol, on standard input and output: diagnostics, completion, hover, definitions, references, rename, outline, folding, highlighting, quick fixes and formatting. Editors start it; nobody types to it.",
    )
    .option("--stdio", "use standard input and output, as it does anyhow; clients say so")
    .addHelpText("after", examples(["ctrc lsp", "what an editor's settings name as the server's command"]))
    .action(async () => {
      if (process.stdin.isTTY)
        note("ctrc lsp: waiting for an editor's requests on standard input; Ctrl-C ends it\n");
      const { serve } = await import("../../language-server/server/serve.ts");
      // The protocol has 1 for a client that goes without a word.
      process.exit((await serve()) ? 0 : 1);
    });
}
