import type { MeasuredRun } from "../../types/run-comparison.ts";
import type { RunRecord } from "../../types/run-record.ts";

/** What differs between any two runs. */
const NOT_FACTS = new Set(["format", "runId", "startedAt", "scriptDigest", "loadAverage", "recipe"]);

/**
 * What a run of ctrc measured, to be held against another.
 * @param environment `environment.json` of its directory
 */
export function measuredRun(
  path: string,
  record: RunRecord,
  environment: Readonly<Record<string, unknown>> = {},
): MeasuredRun {
  const { started, samples } = record;
  const measured = samples.filter(({ observations }) => observations.length > 0);
  const hasActions = (block: string): boolean =>
    measured.some((sample) => sample.block === block && sample.action > 1);
  const cellText = (cell: number): string =>
    Object.entries(started.cells.find((found) => found.cell === cell)?.values ?? {})
      .map(([name, value]) => `${name} ${value}`)
      .join(", ");
  return {
    path,
    tool: "ctrc",
    title: `${started.recipe}, run ${started.runId}, ${started.startedAt}`,
    facts: {
      recipe: started.recipe,
      recipeDigest: started.recipeDigest,
      ...flatten(environment),
      ...Object.fromEntries(record.images.map(({ image, digest }) => [`image ${image}`, digest])),
    },
    series: measured.map((sample) => ({
      subject: [
        sample.block,
        // The number of the action and not its line, which changes with every line that is written above it.
        ...(hasActions(sample.block) ? [`${sample.keyword} ${sample.action}`] : []),
        ...[cellText(sample.cell)].filter((text) => text !== ""),
      ].join(", "),
      block: sample.block,
      sample,
    })),
  };
}

/** Facts of objects within objects as `tools bash`; lists as their JSON text. */
function flatten(fields: Readonly<Record<string, unknown>>, before = ""): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (before === "" && NOT_FACTS.has(name)) continue;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      Object.assign(facts, flatten(value as Readonly<Record<string, unknown>>, `${before}${name} `));
    } else {
      facts[`${before}${name}`] = typeof value === "string" ? value : JSON.stringify(value);
    }
  }
  return facts;
}
