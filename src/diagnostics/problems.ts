import type { Problem } from "../types/problem.ts";

// What can be wrong outside a recipe's text: a function for each, as in `errors.ts`.

const error = (code: string, message: string, help?: string): Problem => ({
  code,
  severity: "error",
  message,
  ...(help === undefined ? {} : { help }),
});

/** A directory has no events of a run in it. */
export const notARunDirectory = (directory: string): Problem =>
  error(
    "not-a-run-directory",
    `\`${directory}\` is no run directory: it has no readable \`events.jsonl\``,
    "name a directory that `ctrc run` or a script wrote with `--out`",
  );

/** The events are there, but none of them is the beginning of a run. */
export const runWithoutBeginning = (directory: string): Problem =>
  error(
    "run-without-beginning",
    `\`${directory}/events.jsonl\` tells of no run: it has no event \`run-started\` in format 1`,
    "the file was damaged, or written by a version of ctrc that this one does not know",
  );

/** Lines of `events.jsonl` that could not be read; the report is made from the others. */
export const unreadableEvents = (count: number, line: number, fault: string): Problem => ({
  code: "unreadable-events",
  severity: "warning",
  message:
    count === 1
      ? `line ${line} of \`events.jsonl\` was left out: ${fault}`
      : `${count} lines of \`events.jsonl\` were left out, the first is line ${line}: ${fault}`,
});

/** `environment.json` is missing or no JSON object. */
export const unreadableEnvironment = (): Problem => ({
  code: "unreadable-environment",
  severity: "warning",
  message:
    "`environment.json` is missing or is no JSON object: the report does not say where the run was made",
});

/** A script cannot be started at all. */
export const scriptNotStarted = (reason: string): Problem =>
  error("script-not-started", `the script could not be started: ${reason}`);

/** A script was called wrongly, such as with a value that is not of its parameter's type. */
export const scriptRefused = (message: string): Problem => error("script-refused", message);

/** The script found that this host lacks something, before the run began. */
export const hostLacks = (message: string): Problem =>
  error("host-lacks", message, "`ctrc doctor` says what this host can do, and what to install");

/** A script ended before its first event. */
export const scriptSaidNothing = (end: string): Problem =>
  error("script-said-nothing", `the script ended before the run began (${end})`);

/**
 * A script was killed, and could take nothing down.
 * @param left what its journal says is still there
 * @param command what takes it down
 */
export const scriptKilled = (signal: string, left: readonly string[], command: string): Problem =>
  error(
    "script-killed",
    `the script was ended by ${signal} and has taken nothing down${left.length === 0 ? "" : `; left: ${left.join(", ")}`}`,
    `to remove what is left: ${command}`,
  );

/** What is to be compared is neither a run directory nor a file of hyperfine or pyperf. */
export const nothingMeasured = (path: string): Problem =>
  error(
    "nothing-measured",
    `\`${path}\` holds no measurements that can be compared`,
    "name run directories, or files that `hyperfine --export-json` or pyperf wrote",
  );
