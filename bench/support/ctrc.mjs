import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The shipped program, which is what is measured. */
export const cli = join(root, "dist/cli.js");
if (!existsSync(cli)) {
  console.error(`there is no ${cli}: run \`npm run build\` first`);
  process.exit(2);
}

/**
 * Runs a recipe with `ctrc run`, with its images, containers and results below `scratch`.
 * @returns the run's events, one object each
 */
export function runRecipe(scratch, name, text) {
  const recipe = join(scratch, `${name}.ctr`);
  writeFileSync(recipe, text);
  return eventsOf(scratch, name, (words) => [process.execPath, cli, "run", "--quiet", ...words, recipe]);
}

/** The same, by the script that `ctrc build` makes of it, without ctrc. */
export function runScript(scratch, name, text) {
  const [recipe, script] = ["ctr", "sh"].map((ending) => join(scratch, `${name}.${ending}`));
  writeFileSync(recipe, text);
  succeed([process.execPath, cli, "build", recipe, "--output", script]);
  return eventsOf(scratch, name, (words) => ["bash", script, ...words]);
}

function eventsOf(scratch, name, commandOf) {
  const out = join(scratch, `${name}-${process.hrtime.bigint()}`);
  succeed(commandOf(["--out", out, "--state", join(scratch, "state"), "--cache", join(scratch, "cache")]));
  return readFileSync(join(out, "events.jsonl"), "utf8").trimEnd().split("\n").map(JSON.parse);
}

function succeed([program, ...words]) {
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} ended with status ${status}:\n${stderr}`);
}

/** The observations of a measure in the order of its runs, warm-up runs left out. */
export function observations(events, block) {
  return events.filter(({ event, block: of, warmup }) => event === "observation" && of === block && !warmup);
}

/** A string of the recipe language, as a word of its own. */
export function quoted(text) {
  return JSON.stringify(text).replaceAll("$", "\\$");
}

export function printed(result) {
  return `${result.stderr ?? ""}${result.stdout ?? ""}`.trim().split("\n").at(-1);
}
