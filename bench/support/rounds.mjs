import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printed } from "./ctrc.mjs";

/** The path of a file of this directory. */
export const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Commands that are timed together: a round runs each of them once, in one bash.
 * @param scratch where the commands and their times are written
 * @param commands of a name and words
 */
export class Rounds {
  #commands;
  #results;
  #count = 0;

  constructor(scratch, name, commands) {
    this.#commands = join(scratch, `${name}.commands`);
    this.#results = join(scratch, `${name}.times`);
    const lines = commands.map((command) => [command.name, ...command.words].join("\t"));
    writeFileSync(this.#commands, `${lines.join("\n")}\n`);
  }

  /** The words that run a round, but for the last, a number that decides which command begins it. */
  get words() {
    return [script("time-commands.sh"), this.#commands, this.#results];
  }

  /** Runs a round. */
  run(prefix = []) {
    const [program, ...words] = [...prefix, ...this.words, String(this.#count)];
    this.#count += 1;
    const result = spawnSync(program, words, { encoding: "utf8" });
    if (result.status !== 0)
      throw new Error(`a round ended with status ${result.status}: ${printed(result)}`);
  }

  /**
   * @param warmup how many of the first rounds do not count
   * @returns by name, the times in ms, round by round
   * @throws Error if a command ever failed
   */
  times(warmup = 0) {
    const times = {};
    for (const line of readFileSync(this.#results, "utf8").trimEnd().split("\n")) {
      const [name, status, microseconds] = line.split("\t");
      if (status !== "0") throw new Error(`${name} ended with status ${status}`);
      times[name] ??= [];
      times[name].push(Number(microseconds) / 1000);
    }
    return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, values.slice(warmup)]));
  }
}
