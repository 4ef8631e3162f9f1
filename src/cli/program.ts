import { Command } from "commander";
import { VERSION } from "../version.ts";
import { addBuild } from "./commands/build.ts";
import { addCheck } from "./commands/check.ts";
import { addClean } from "./commands/clean.ts";
import { addCompare } from "./commands/compare.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExplain } from "./commands/explain.ts";
import { addFmt } from "./commands/fmt.ts";
import { addLsp } from "./commands/lsp.ts";
import { addNew } from "./commands/new.ts";
import { addPlan } from "./commands/plan.ts";
import { addReport } from "./commands/report.ts";
import { addRun } from "./commands/run.ts";
import { addVerify } from "./commands/verify.ts";
import { EXIT_STATUS_HELP } from "./exit-status.ts";

/**
 * All commands with their arguments and options. What a command needs to do its work it loads only when it is
 * called, so that `ctrc --help` and `ctrc check` start at once. Faults of use are thrown as `CommanderError`.
 */
export function createProgram(): Command {
  const program = new Command("ctrc")
    .description(
      "Declarative recipes for container experiments, compiled to one portable bash script, or run.",
    )
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError(true)
    .exitOverride()
    // Faults are printed where they are caught, in the one form that all faults have.
    .configureOutput({ outputError: () => {} })
    .addHelpText(
      "after",
      `
Examples:
  ctrc new first.ctr               a commented recipe to start from
  ctrc run first.ctr               run it, and report what was seen and measured
  ctrc build first.ctr             write first.sh, which needs neither ctrc nor Node
  ctrc report ctrc-results/RUN     the report of a run again, in another format
${EXIT_STATUS_HELP}`,
    );
  addNew(program);
  addCheck(program);
  addExplain(program);
  addFmt(program);
  addPlan(program);
  addBuild(program);
  addRun(program);
  addReport(program);
  addCompare(program);
  addVerify(program);
  addClean(program);
  addDoctor(program);
  addCompletion(program);
  addLsp(program);
  return program;
}
