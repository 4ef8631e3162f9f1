import { type Command, InvalidArgumentError, Option } from "commander";
import { metricName } from "../../types/metric.ts";
import type { RunComparison } from "../../types/run-comparison.ts";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { readGate } from "../gate-option.ts";
import { hasColor, print, printProblems } from "../output.ts";
import { CommandFault } from "../usage.ts";

interface CompareCommandOptions {
  readonly format: "text" | "markdown" | "json";
  readonly failIf?: readonly string[];
  readonly margin?: number;
  readonly all?: true;
}

export function addCompare(program: Command): void {
  program
    .command("compare")
    .summary("say what is faster, slower or equal in other runs")
    .description(
      "Holds runs against the first: the ratio of the medians, its 95 % interval, a verdict, and what differs between the machines. Reads " +
        "run directories, and what `hyperfine --export-json` and pyperf wrote. Exit status 1 only where a `--fail-if` is decidedly true.",
    )
    .argument("<baseline>", "a run directory, or a file of hyperfine or pyperf")
    .argument("<candidates...>", "what is compared with it")
    .addOption(
      new Option("-f, --format <format>", "how to write it")
        .choices(["text", "markdown", "json"])
        .default("text"),
    )
    .option("--fail-if <condition>", "end with status 1 if this is decided; can be repeated", collect)
    .option("--margin <percent>", "up to this difference medians count as equal (default: 1)", percent)
    .option("--all", "show every metric, not only time, memory and disk")
    .addHelpText(
      "after",
      examples(
        ["ctrc compare before after", "two run directories"],
        ["ctrc compare before.json after.json", "of hyperfine or pyperf"],
        ['ctrc compare --fail-if "median time of restart > +5%" before after', "in CI"],
        ["ctrc compare -f markdown before after >>$GITHUB_STEP_SUMMARY", "as a summary"],
      ),
    )
    .action(withStatus(comparePaths));
}

async function comparePaths(
  baseline: string,
  candidates: readonly string[],
  options: CompareCommandOptions,
): Promise<number> {
  const gates = (options.failIf ?? []).map(readGate);
  const { compare } = await import("../../index.ts");
  const { comparison, problems } = await compare([baseline, ...candidates], {
    margin: options.margin,
    gates,
  });
  await printProblems(problems);
  if (comparison === undefined) return EXIT.misuse;
  checkGates(comparison);
  print(await written(comparison, options));
  const fails = comparison.gates.some(({ judged }) => judged.some(({ outcome }) => outcome === "beyond"));
  return fails ? EXIT.expectationFailed : EXIT.held;
}

async function written(comparison: RunComparison, { format, all }: CompareCommandOptions): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../../execute/4-report/comparison/json.ts")).comparisonJson(comparison);
    case "markdown": {
      const { comparisonMarkdown } = await import("../../execute/4-report/comparison/markdown.ts");
      return comparisonMarkdown(comparison, all === true);
    }
    case "text": {
      const { comparisonText } = await import("../../execute/4-report/comparison/text.ts");
      return comparisonText(comparison, { color: hasColor(process.stdout), all: all === true });
    }
  }
}

/** A condition about nothing would always hold, and nobody would notice. */
function checkGates({ gates, pairs }: RunComparison): void {
  const idle = gates.find(({ judged }) => judged.length === 0);
  if (idle === undefined) return;
  const metrics = [...new Set(pairs.map(({ comparison }) => metricName(comparison.baseline.metric)))];
  const blocks = [...new Set(pairs.map(({ block }) => block))];
  throw new CommandFault(
    "condition-about-nothing",
    `\`${idle.gate.written}\`: nothing of that name was measured in both`,
    pairs.length === 0
      ? "the runs have nothing in common"
      : `there is ${metrics.join(", ")} of ${blocks.join(", ")}`,
  );
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function percent(text: string): number {
  const value = Number(text.replace(/\s*%$/, ""));
  if (!/^\d/.test(text) || !Number.isFinite(value))
    throw new InvalidArgumentError("It must be a number from 0.");
  return value / 100;
}
