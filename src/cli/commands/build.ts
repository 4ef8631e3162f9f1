import type { Command } from "commander";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { note, print } from "../output.ts";
import { buildRecipe, readRecipeFile, refuseStandardInput } from "../recipe.ts";
import { CommandFault } from "../usage.ts";

export function addBuild(program: Command): void {
  program
    .command("build")
    .summary("compile a recipe to a bash script")
    .description(
      "Compiles a recipe to one bash script, which needs bash and the tools it names, no ctrc and no Node.",
    )
    .argument("<recipe>", "recipe file; `-` is standard input")
    .option(
      "-o, --output <file>",
      "script to write, `-` for standard output (default: NAME.sh in this directory)",
    )
    .option("-w, --watch", "build again whenever the recipe or what it imports changes, until Ctrl-C")
    .addHelpText(
      "after",
      examples(
        ["ctrc build load-test.ctr", "writes load-test.sh"],
        ["ctrc build load-test.ctr -o - | less", "to read it"],
        ["ctrc build --watch load-test.ctr", "again after each change"],
        ["ctrc build load-test.ctr && sudo bash load-test.sh --help", "what the script can do"],
      ),
    )
    .action(withStatus(buildOrWatch));
}

interface BuildCommandOptions {
  readonly output?: string;
  readonly watch?: true;
}

async function buildOrWatch(recipe: string, options: BuildCommandOptions): Promise<number> {
  if (options.watch !== true) return await writeScript(recipe, options, readRecipeFile);
  refuseStandardInput([recipe]);
  const { watch } = await import("../watch.ts");
  return await watch((readFile) => writeScript(recipe, options, readFile), readRecipeFile);
}

async function writeScript(
  recipe: string,
  options: BuildCommandOptions,
  readFile: typeof readRecipeFile,
): Promise<number> {
  const { script, plan } = await buildRecipe(recipe, { readFile });
  if (options.output === "-") {
    print(script);
    return EXIT.held;
  }
  const { isScriptOfOurs, writeExecutable } = await import("../write-file.ts");
  const file = options.output ?? `${plan.recipe.name}.sh`;
  if (options.output === undefined && !(await isScriptOfOurs(file))) {
    throw new CommandFault(
      "would-overwrite",
      `\`${file}\` is there already, and is no script that ctrc made`,
      `write to another file: \`--output FILE\``,
    );
  }
  await writeExecutable(file, script);
  note(`wrote ${file}\n`);
  return EXIT.held;
}
