import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Whose owner cannot be read is a run that begins just now, or died as it wrote that down. */
const BEGINNING_MS = 10_000;

/** More than a journal has after a million containers. */
const MAXIMUM_BYTES = 256 * 1024 ** 2;

/** What an entry of a journal can name. */
const NAME = /^[a-z][a-z0-9.-]*$/;

/** In the flags of /proc/PID/stat: the kernel is about to take the process away. */
const PF_EXITING = 4;

/** What a run has set up and not taken down, as its journal tells. */
export interface JournalEntry {
  /** The bash function that takes it down: `cgroup_remove`. */
  readonly undo: string;
  readonly name: string;
}

/** A run that has a directory in the state directory: it goes on, or it was killed. */
export interface StoredRun {
  readonly runId: string;
  /** `STATE/runs/RUNID` */
  readonly directory: string;
  /** Undefined where nothing says whose it is. */
  readonly owner: Owner | undefined;
  readonly isAlive: boolean;
  readonly journal: readonly JournalEntry[];
}

export interface Owner {
  readonly pid: number;
  /** Of the process, in clock ticks since the machine was started: field 22 of /proc/PID/stat. */
  readonly startTime: string;
  readonly bootId: string;
  readonly recipe: string;
  /** Run directory. */
  readonly out: string;
  /** What /proc/PID/ns/pid is a link to, as `pid:[4026531836]`. */
  readonly pidNamespace: string;
}

/** Where scripts keep what must outlive them: the same rule as in the scripts. */
export function stateDirectory(
  chosen: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const given = chosen ?? environment.CTRC_STATE;
  if (given !== undefined && given !== "") return resolve(given);
  if (process.getuid?.() === 0) return "/var/lib/ctrc";
  const base = environment.XDG_STATE_HOME;
  return base === undefined || base === ""
    ? join(environment.HOME ?? homedir(), ".local/state/ctrc")
    : join(base, "ctrc");
}

/**
 * Entries of a journal that were not undone, newest first. A line that was torn, which has no dot at its end, was
 * written before anything was set up, and does not count; nor does one that names what no run would.
 */
export function readJournal(text: string): JournalEntry[] {
  const entries = new Map<string, JournalEntry>();
  for (const line of text.split("\n")) {
    const [sign, number = "", undo, name = "", dot] = line.split(" ");
    if (sign === "-" && undo === ".") entries.delete(number);
    if (sign !== "+" || undo === undefined || dot !== "." || !NAME.test(name)) continue;
    // A number comes again when all above it was undone: the newer entry is the one that counts, and is the newest.
    entries.delete(number);
    entries.set(number, { undo, name });
  }
  return [...entries.values()].reverse();
}

/** For people: `cgroup small` for what `cgroup_remove` takes down. */
export function leftText({ undo, name }: JournalEntry): string {
  return `${undo.replace(/_(remove|discard)$/, "")} ${name}`;
}

/**
 * Whether somebody else could have put runs into a state directory, whose scripts are run to clean up: the same rule as in the
 * scripts.
 * @returns why, or undefined
 */
export function othersIn(state: string): string | undefined {
  for (const folder of [state, join(state, "runs")]) {
    const status = statSync(folder, { throwIfNoEntry: false });
    if (status === undefined) return undefined;
    if (folder === state && (status.mode & 0o1000) !== 0) continue;
    if (status.uid !== process.geteuid?.() && status.uid !== 0) return `\`${folder}\` is another user's`;
    const isOwnGroup = status.gid === process.getegid?.();
    if ((status.mode & 0o002) !== 0 || ((status.mode & 0o020) !== 0 && !isOwnGroup))
      return `others may write to \`${folder}\``;
  }
  return undefined;
}

/** All runs in a state directory; none where there is no such directory. */
export function storedRuns(state: string): StoredRun[] {
  const runs = join(state, "runs");
  let names: string[];
  try {
    names = readdirSync(runs);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw fault;
  }
  // What says whose a directory is lies beside it: it is there before, and after.
  const runIds = new Set(names.map((name) => name.replace(/\.owner$/, "")));
  return [...runIds]
    .filter((runId) => /^[a-z][a-z0-9]{3,63}$/.test(runId))
    .sort()
    .map((runId) => {
      const directory = join(runs, runId);
      const ownerFile = `${directory}.owner`;
      const owner = readOwner(readText(ownerFile));
      return {
        runId,
        directory,
        owner,
        isAlive: owner === undefined ? isNew(ownerFile) || isNew(directory) : isAlive(owner),
        journal: readJournal(readText(join(directory, "journal"))),
      };
    });
}

function readOwner(text: string): Owner | undefined {
  const [pid = "", startTime = "", bootId = "", recipe = "", out = "", , pidNamespace = ""] =
    text.split("\n");
  return /^[1-9]\d*$/.test(pid) && /^\d+$/.test(startTime) && bootId !== ""
    ? { pid: Number(pid), startTime, bootId, recipe, out, pidNamespace }
    : undefined;
}

/** As `run_is_alive` of the scripts: a process id is used again; with its start time and the boot it names one process for good. */
function isAlive(owner: Owner): boolean {
  if (readText("/proc/sys/kernel/random/boot_id").trim() !== owner.bootId) return false;
  // Its processes have other numbers here, or none.
  if (readlinkSync("/proc/self/ns/pid") !== owner.pidNamespace) return true;
  const stat = readText(`/proc/${owner.pid}/stat`);
  // The program's name, in parentheses, may hold blanks and parentheses; the fields after it are counted from 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const isExiting = (Number(fields[9 - 3]) & PF_EXITING) !== 0;
  return fields[22 - 3] === owner.startTime && fields[0] !== "Z" && fields[0] !== "X" && !isExiting;
}

function isNew(path: string): boolean {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
  return Date.now() - mtimeMs < BEGINNING_MS;
}

function readText(file: string): string {
  try {
    // A pipe that nobody writes to has no end.
    const status = statSync(file);
    return status.isFile() && status.size <= MAXIMUM_BYTES ? readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
}
