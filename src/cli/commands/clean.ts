import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import type { StoredRun } from "../../execute/state.ts";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { note, print, printProblems } from "../output.ts";
import { CommandFault, reasonOf } from "../usage.ts";

export function addClean(program: Command): void {
  program
    .command("clean")
    .summary("take down what killed runs have left")
    .description(
      "Finds the runs that were killed before they could take down what they had set up, and has their scripts do it. " +
        "Runs that go on are never touched.",
    )
    .option("--state <directory>", "state directory to look in")
    .option("-n, --dry-run", "only say what would be taken down")
    .addHelpText(
      "after",
      examples(["sudo ctrc clean", "what root's runs have left"], ["ctrc clean --dry-run", "only look"]),
    )
    .action(withStatus(cleanRuns));
}

async function cleanRuns(options: { state?: string; dryRun?: true }): Promise<number> {
  const { leftText, othersIn, stateDirectory, storedRuns } = await import("../../execute/state.ts");
  const state = stateDirectory(options.state);
  let runs: StoredRun[];
  try {
    const others = othersIn(state);
    if (others !== undefined)
      throw new CommandFault("state-of-others", `${others}, whose scripts are not to be run`);
    runs = storedRuns(state);
  } catch (fault) {
    if (fault instanceof CommandFault) throw fault;
    throw new CommandFault("cannot-read", `\`${state}\`: ${reasonOf(fault)}`);
  }
  const dead = runs.filter((run) => !run.isAlive);
  for (const run of runs) {
    if (run.isAlive)
      print(
        `${run.runId}: goes on${run.owner === undefined ? "" : `, in process ${run.owner.pid}`}: left alone\n`,
      );
  }
  if (dead.length === 0) print(`nothing to take down in ${state}\n`);
  let isClean = true;
  for (const run of dead) {
    const things = run.journal.map(leftText);
    const left = things.length === 0 ? "no more than its directory" : things.join(", ");
    if (options.dryRun === true) print(`${run.runId}: would take down ${left}\n`);
    else if (await cleanRun(run, state)) print(`${run.runId}: took down ${left}\n`);
    else isClean = false;
  }
  return isClean ? EXIT.held : EXIT.stepFailed;
}

async function cleanRun(run: StoredRun, state: string): Promise<boolean> {
  const { execa } = await import("execa");
  const script = join(run.directory, "script.sh");
  // It is copied whole before the run notes where its cgroups are, and there is nothing else to take down before that.
  if (!existsSync(script) || !existsSync(join(run.directory, "cgroups"))) {
    const { failed } = await execa("rm", ["-rf", "--one-file-system", "--", run.directory], {
      reject: false,
    });
    if (!failed) rmSync(`${run.directory}.owner`, { force: true });
    return !failed;
  }
  const { exitCode, stderr } = await execa("bash", ["-p", script, "--cleanup", run.runId, "--state", state], {
    reject: false,
    stdin: "ignore",
    stdout: "ignore",
    forceKillAfterDelay: false,
  });
  if (exitCode === 0) return true;
  note(stderr === "" ? "" : `${stderr}\n`);
  await printProblems([
    {
      code: "cannot-clean",
      severity: "error",
      message: `what run ${run.runId} has left could not all be taken down`,
      help: `look at ${run.directory}, and try again: bash ${script} --cleanup ${run.runId} --state ${state}`,
    },
  ]);
  return false;
}
