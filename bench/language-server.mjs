// How long does an editor wait for an answer about a recipe of 2 000 lines?
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { rawText } from "../scripts/raw-text.mjs";
import { root } from "./support/ctrc.mjs";
import { longRecipe } from "./support/long-recipe.mjs";
import { goal, milliseconds, printTable, printTitle } from "./support/print.mjs";
import { scratchDirectory } from "./support/scratch.mjs";
import { median } from "./support/statistics.mjs";

const LINES = 2000;
const GOAL_MS = 50;
const ROUNDS = 60;

printTitle(`Answers about a recipe of ${LINES} lines, the median of ${ROUNDS}`);
const { analyse, complete, hover, highlights, definition } = await loadLanguageServer();
const text = longRecipe(LINES * 24)
  .split("\n")
  .slice(0, LINES)
  .join("\n");
const known = analyse("/bench.ctr", text);
const QUESTIONS = [
  { name: "completion, a letter typed", isTyped: true, ask: complete },
  { name: "hover, a letter typed", isTyped: true, ask: hover },
  { name: "highlights, a letter typed", isTyped: true, ask: (here) => highlights(here) },
  { name: "completion", isTyped: false, ask: complete },
  { name: "hover", isTyped: false, ask: hover },
  { name: "definition", isTyped: false, ask: definition },
];
const rows = QUESTIONS.map((question) => ({ name: question.name, timesMs: timeAnswers(question) }));
printTable([
  ["", "median, ms", "longest, ms", ""],
  ...rows.map(({ name, timesMs }) => [
    name,
    milliseconds(median(timesMs)),
    milliseconds(Math.max(...timesMs)),
    name.includes("typed") ? goal(`under ${GOAL_MS} ms`, median(timesMs) < GOAL_MS) : "",
  ]),
]);

/** Asked at places all over the recipe; typed: of a text that is another each time, as after a keystroke. */
function timeAnswers({ isTyped, ask }) {
  return Array.from({ length: ROUNDS }, (_, round) => {
    const place = text.indexOf("memory.max", Math.floor((text.length * round) / ROUNDS / 1.05));
    const offset = place + "memory.".length;
    const edited = `${text.slice(0, offset)}h${text.slice(offset)}`;
    const start = performance.now();
    const here = isTyped ? analyse("/bench.ctr", edited) : known;
    ask(here, offset, [here], []);
    return performance.now() - start;
  });
}

/** The language server's functions are no part of the library: they are bundled from their source. */
async function loadLanguageServer() {
  const bundle = join(scratchDirectory(), "language-server.mjs");
  await build({
    entryPoints: [join(root, "src/language-server/index.ts")],
    outfile: bundle,
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["sh-syntax"],
    plugins: [rawText],
  });
  return await import(pathToFileURL(bundle).href);
}
