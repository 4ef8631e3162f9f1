import { type FSWatcher, watch as watchDirectory } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { createColors } from "picocolors";
import { EXIT } from "./exit-status.ts";
import { hasColor, note, print, printProblems } from "./output.ts";
import { CommandFault, reasonOf, Told } from "./usage.ts";

/** Reads a file, and so makes it one of those that are watched. */
export type ReadFile = (file: string) => Promise<string>;

/**
 * Does something again whenever one of the files that it read changes, until Ctrl-C.
 * @param work what it throws for a user's mistakes is printed, and the watching goes on
 * @param readFile how it reads
 */
export async function watch(
  work: (readFile: ReadFile) => Promise<unknown>,
  readFile: ReadFile,
): Promise<number> {
  const end = untilInterrupted();
  let isFirst = true;
  while (!end.hasCome()) {
    // As they were before they were read: who changes one meanwhile has changed it since.
    const seen = new Map<string, string>();
    const changes = new Changes();
    if (!isFirst) clearScreen();
    isFirst = false;
    await tolerant(() =>
      work(async (file) => {
        const path = resolve(file);
        await changes.follow(path);
        if (!seen.has(path)) seen.set(path, await signature(path));
        return await readFile(file);
      }),
    );
    tellWhat(seen.size);
    while (!end.hasCome() && !(await haveChanged(seen))) {
      await Promise.race([changes.next(), end.promise]);
    }
    changes.close();
  }
  return EXIT.held;
}

/** Faults of the recipe or of files are told, and may be gone the next time. */
async function tolerant(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    if (fault instanceof CommandFault) await printProblems([fault.problem()]);
    else if (!(fault instanceof Told)) throw fault;
  }
}

/** On a terminal what is shown is about the files as they are now; elsewhere it is a log. */
function clearScreen(): void {
  if (process.stdout.isTTY) print("\u001b[2J\u001b[3J\u001b[H");
}

function tellWhat(count: number): void {
  const { dim } = createColors(hasColor(process.stderr));
  note(dim(`watching ${count} file${count === 1 ? "" : "s"}; Ctrl-C ends\n`));
}

async function haveChanged(seen: ReadonlyMap<string, string>): Promise<boolean> {
  const each = await Promise.all([...seen].map(async ([path, before]) => (await signature(path)) !== before));
  return each.includes(true);
}

/** What can be seen of a file from outside, so that an event that did not change it is none. */
async function signature(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined ? "" : `${found.ino} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`;
}

/**
 * Changes of files. Their directories are watched: an editor that saves by putting another file in the place of the
 * old one would take a watch of the file itself along with that.
 */
class Changes {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #names = new Map<string, Set<string>>();
  #hasChanged = false;
  #wake: () => void = () => {};

  async follow(path: string): Promise<void> {
    const directory = await nearestDirectory(dirname(path));
    const names = this.#names.get(directory) ?? new Set();
    names.add(basename(path));
    // Of what is missing with its directory, the first part that is missing will come.
    names.add(path.slice(directory.length).replace(/^\//, "").split("/")[0] ?? "");
    this.#names.set(directory, names);
    if (this.#watchers.has(directory)) return;
    try {
      const watcher = watchDirectory(directory, (_, name) => {
        if (name === null || names.has(name)) this.#change();
      });
      watcher.on("error", () => this.#change());
      this.#watchers.set(directory, watcher);
    } catch (fault) {
      throw new CommandFault(
        "cannot-watch",
        `\`${directory}\`: ${reasonOf(fault)}`,
        undefined,
        EXIT.hostLacks,
      );
    }
  }

  /** Until something has changed, and a moment longer: one save is several events. */
  async next(): Promise<void> {
    if (!this.#hasChanged) await new Promise<void>((resolve) => (this.#wake = resolve));
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    this.#hasChanged = false;
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#wake();
  }

  #change(): void {
    this.#hasChanged = true;
    this.#wake();
  }
}

const SETTLING_MS = 50;

/** A directory that is there: this one, or one around it. */
async function nearestDirectory(directory: string): Promise<string> {
  const found = await stat(directory).catch(() => undefined);
  const outer = dirname(directory);
  return found?.isDirectory() === true || outer === directory ? directory : await nearestDirectory(outer);
}

function untilInterrupted(): { readonly promise: Promise<void>; readonly hasCome: () => boolean } {
  let come = false;
  const promise = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        come = true;
        resolve();
      });
    }
  });
  return { promise, hasCome: () => come };
}
