import { type Command, Option } from "commander";
import type { Model } from "../../types/model.ts";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { print, printProblems } from "../output.ts";
import { hasErrors, hostFacts, printDiagnostics, readRecipeFile, refuseStandardInput } from "../recipe.ts";
import { CommandFault } from "../usage.ts";

export function addCheck(program: Command): void {
  program
    .command("check")
    .summary("say what is wrong with recipes")
    .description(
      "Checks recipes and says everything that is wrong with them. Runs nothing and needs no rights.",
    )
    .argument("<recipe...>", "recipe files; `-` is standard input")
    .option("--host", "also hold limits against this host's memory and CPUs")
    .addOption(new Option("--json", "print the diagnostics as JSON").conflicts("watch"))
    .option("-w, --watch", "check again whenever a recipe or what it imports changes, until Ctrl-C")
    .addHelpText(
      "after",
      examples(
        ["ctrc check recipes/*.ctr", "several recipes at once"],
        ["ctrc check --json load-test.ctr", "for an editor or another program"],
        ["ctrc check --host load-test.ctr", "whether this host can reach its limits"],
        ["ctrc check --watch load-test.ctr", "again after each change"],
        ["ctrc check - <load-test.ctr", "from standard input"],
      ),
    )
    .action(withStatus(checkOrWatch));
}

interface CheckCommandOptions {
  readonly host?: true;
  readonly json?: true;
  readonly watch?: true;
}

async function checkOrWatch(files: string[], options: CheckCommandOptions): Promise<number> {
  if (options.watch !== true) return await checkFiles(files, options, readRecipeFile);
  refuseStandardInput(files);
  const { watch } = await import("../watch.ts");
  return await watch((readFile) => checkFiles(files, options, readFile), readRecipeFile);
}

async function checkFiles(
  files: readonly string[],
  options: CheckCommandOptions,
  readFile: typeof readRecipeFile,
): Promise<number> {
  const { check } = await import("../../index.ts");
  const host = options.host === true ? await hostFacts() : undefined;
  if (options.host === true && host === undefined) {
    throw new CommandFault("no-linux", "this host is no Linux", "leave `--host` out", EXIT.hostLacks);
  }
  const results = [];
  let areReadable = true;
  for (const file of new Set(files)) {
    try {
      results.push({ file, ...(await check(file, { readFile, host })) });
    } catch (fault) {
      if (!(fault instanceof CommandFault)) throw fault;
      areReadable = false;
      await printProblems([fault.problem()]);
    }
  }
  if (options.json === true) {
    const { neutraliseJson } = await import("../../execute/4-report/neutralise.ts");
    const shown = results.map(({ file, diagnostics }) => ({ file, diagnostics }));
    print(`${neutraliseJson(JSON.stringify({ format: 1, files: shown }, undefined, 2))}\n`);
  } else {
    for (const { file, diagnostics, sources, model } of results) {
      await printDiagnostics(diagnostics, sources);
      if (model !== undefined) print(`${file}: no errors, ${blockCounts(model)}\n`);
    }
  }
  const isGood = areReadable && !results.some(({ diagnostics }) => hasErrors(diagnostics));
  return isGood ? EXIT.held : EXIT.misuse;
}

function blockCounts(model: Model): string {
  const count = (kind: string): number => model.blocks.filter((block) => block.kind === kind).length;
  return `${plural(count("check"), "check")}, ${plural(count("measure"), "measure")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
