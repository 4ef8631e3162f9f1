import { Argument, type Command } from "commander";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { print } from "../output.ts";

export function addCompletion(program: Command): void {
  program
    .command("completion")
    .summary("print a completion script for a shell")
    .description("Prints a script that completes commands, options and files of ctrc in bash, zsh or fish.")
    .addArgument(new Argument("<shell>", "which shell").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      examples(
        ["ctrc completion bash >~/.local/share/bash-completion/completions/ctrc", "for bash"],
        ["ctrc completion zsh >~/.zfunc/_ctrc", "for zsh, with ~/.zfunc in fpath"],
        ["ctrc completion fish >~/.config/fish/completions/ctrc.fish", "for fish"],
      ),
    )
    .action(
      withStatus(async (shell: "bash" | "zsh" | "fish") => {
        const { completionScript } = await import("../completion.ts");
        print(completionScript(shell, program));
        return EXIT.held;
      }),
    );
}
