import type { Command } from "commander";
import { readScript } from "../../script-file.ts";
import { VERSION } from "../../version.ts";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { print } from "../output.ts";
import { printDiagnostics, readRecipeFile } from "../recipe.ts";
import { CommandFault, reasonOf } from "../usage.ts";

export function addVerify(program: Command): void {
  program
    .command("verify")
    .summary("say whether a script is what its recipe compiles to")
    .description(
      "Compiles the recipe in a script's header again and compares, byte by byte; with a recipe file, compiles that.",
    )
    .argument("<script>", "script that `ctrc build` wrote")
    .argument("[recipe]", "recipe file to compare with, in place of the text in the script's header")
    .addHelpText(
      "after",
      examples(
        ["ctrc verify load-test.sh", "was the script changed by hand?"],
        ["ctrc verify load-test.sh load-test.ctr", "is it still up to date?"],
      ),
    )
    .action(withStatus(verifyScript));
}

async function verifyScript(file: string, recipe: string | undefined): Promise<number> {
  const { verify } = await import("../../index.ts");
  const text = await readScript(file).catch((fault: unknown) => {
    throw new CommandFault("cannot-read", `\`${file}\`: ${reasonOf(fault)}`);
  });
  const verification = await verify(
    text,
    recipe === undefined ? undefined : { file: recipe, readFile: readRecipeFile },
  );
  const against = recipe ?? "the recipe in its header";
  switch (verification.verdict) {
    case "no-header":
      throw new CommandFault(
        "not-a-script",
        `\`${file}\` has no header of a script that ctrc made`,
        "name a file that `ctrc build` wrote",
      );
    case "recipe-has-errors":
      await printDiagnostics(verification.diagnostics, verification.sources);
      return EXIT.misuse;
    case "same":
      print(`${file}: is what ctrc ${VERSION} makes of ${against}\n`);
      return EXIT.held;
    case "different": {
      const { line, version, isOtherRecipe } = verification;
      const reasons = [
        `line ${line} differs`,
        ...(isOtherRecipe ? ["it was made from another text of the recipe"] : []),
        ...(version === VERSION ? [] : [`it was made by ctrc ${version}`]),
      ];
      print(`${file}: is not what ctrc ${VERSION} makes of ${against}: ${reasons.join("; ")}\n`);
      return EXIT.expectationFailed;
    }
  }
}
