import { dirname, join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { readScript } from "../../script-file.ts";
import { examples, wholeNumber, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { hasErrors, printDiagnostics } from "../recipe.ts";
import { CommandFault } from "../usage.ts";

export interface RunCommandOptions {
  readonly set?: Readonly<Record<string, string>>;
  readonly only?: string;
  readonly cell?: number;
  readonly seed?: number;
  readonly resume?: string;
  readonly out?: string;
  readonly state?: string;
  readonly cache?: string;
  readonly timeout?: string;
  readonly maxOutput?: string;
  readonly rootless?: true;
  readonly json?: true;
  readonly quiet?: true;
}

export function addRun(program: Command): void {
  program
    .command("run")
    .summary("compile a recipe, run it and report")
    .description(
      "Compiles a recipe and runs it, shows how far it is, and reports. What it sets up is taken down however it ends: " +
        "Ctrl-C stops in an orderly way, a second one at once.",
    )
    .argument("[recipe]", "recipe file; `-` is standard input")
    .option("--set <name=value>", "change a parameter; can be repeated", collectSetting)
    .option("--only <block>", "run only this check or measure")
    .option("--cell <number>", "run only this cell of the matrix", wholeNumber)
    .option("--seed <number>", "seed of random orders that the recipe gives none", seedNumber)
    .addOption(
      new Option(
        "--resume <directory>",
        "go on with a run that was interrupted, in its run directory, with the same options and order",
      ).conflicts(["set", "only", "cell", "seed", "out", "state", "cache"]),
    )
    .option("--out <directory>", "run directory to write (default: a new one below ctrc-results)")
    .option("--state <directory>", "where containers keep their files while the run lasts")
    .option("--cache <directory>", "where images are kept")
    .option("--timeout <duration>", "end the run when it takes longer, such as 10min")
    .option(
      "--max-output <size>",
      "keep so much of what a command prints, to each of its outputs (default: 64MiB)",
    )
    .option("--rootless", "run as an ordinary user, in a user namespace, what can be run so")
    .option("--json", "print the events, one JSON object a line, in place of a report")
    .option("-q, --quiet", "print nothing about what held")
    .addHelpText(
      "after",
      examples(
        ["ctrc run recipes/hello.ctr", "the first thing to try"],
        ["sudo ctrc run --set rounds=50 cow.ctr", "with another value for a parameter"],
        ["ctrc run --rootless recipes/hello.ctr", "without being root, what can be done so"],
        ["ctrc run --only one-shot --cell 2 cow.ctr", "a part of it"],
        ["ctrc run --resume ctrc-results/cow-…", "the same, on from where it was interrupted"],
        ["ctrc run --json cow.ctr | jq .event", "for another program"],
      ),
    )
    .action(withStatus(runRecipe));
}

async function runRecipe(recipe: string | undefined, options: RunCommandOptions): Promise<number> {
  if (options.resume !== undefined) return await resume(recipe, options.resume, options);
  if (recipe === undefined) {
    throw new CommandFault(
      "missing-recipe",
      "no recipe was given",
      "name one, or a run directory with `--resume`",
    );
  }
  const [
    { buildRecipe, hostFacts },
    { checkSelection },
    { hostLacks },
    { note, printProblems },
    { neutralise },
  ] = await Promise.all([
    import("../recipe.ts"),
    import("../selection.ts"),
    import("../host-lacks.ts"),
    import("../output.ts"),
    import("../../execute/4-report/neutralise.ts"),
  ]);
  const { plan, script } = await buildRecipe(recipe, { host: await hostFacts() });
  checkSelection(plan, options);
  const { diagnostics, problems } = hostLacks(plan, process.getuid?.() ?? 0, options.rootless === true);
  await printDiagnostics(diagnostics, plan.recipe.sources);
  await printProblems(problems);
  if (hasErrors(diagnostics) || problems.length > 0) return EXIT.hostLacks;
  if (options.quiet !== true && options.json !== true && plan.privileges.length > 0) {
    const { privilegesText } = await import("../privileges-text.ts");
    const root = options.rootless === true ? "root of a user namespace" : "root";
    note(`${root} is used to ${neutralise(privilegesText(plan))}\n`);
  }
  const { showRun } = await import("../show-run.ts");
  const recipeDirectory = recipe === "-" ? process.cwd() : dirname(resolve(recipe));
  return await showRun({ script, recipeDirectory }, options);
}

/** The script that ran goes on, whatever has become of its recipe. */
async function resume(
  recipe: string | undefined,
  directory: string,
  options: RunCommandOptions,
): Promise<number> {
  if (recipe !== undefined) {
    throw new CommandFault(
      "unexpected-recipe",
      "a run that goes on needs no recipe",
      `leave out \`${recipe}\``,
    );
  }
  let script: string;
  try {
    script = await readScript(join(directory, "script.sh"));
  } catch {
    throw new CommandFault(
      "not-a-run-directory",
      `there is no run in \`${directory}\``,
      "name a directory below `ctrc-results`",
    );
  }
  const { showRun } = await import("../show-run.ts");
  return await showRun(
    { script, recipeDirectory: process.cwd() },
    { ...options, resume: resolve(directory) },
  );
}

/** The scripts compute with it in 32 bits. */
function seedNumber(text: string): number {
  if (!/^(0|[1-9]\d{0,9})$/.test(text) || Number(text) >= 2 ** 31) {
    throw new InvalidArgumentError("It must be a whole number below 2147483648.");
  }
  return Number(text);
}

function collectSetting(
  setting: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("It must be NAME=VALUE.");
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`The parameter ${name} is set twice.`);
  return { ...before, [name]: value };
}
