import { type Command, Option } from "commander";
import type { Report } from "../../types/report.ts";
import { examples, wholeNumber, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { hasColor, print, printProblems } from "../output.ts";
import { statusOf } from "../record-status.ts";
import { CommandFault } from "../usage.ts";

interface ReportOptions {
  readonly format: "text" | "json" | "csv" | "markdown";
  readonly observations?: true;
  readonly baseline?: number;
  readonly histogram?: true;
}

export function addReport(program: Command): void {
  program
    .command("report")
    .summary("report what a run saw and measured")
    .description(
      "Reports on a run directory, written under ctrc or by a script that ran by itself, anywhere.",
    )
    .argument("<directory>", "run directory")
    .addOption(
      new Option("-f, --format <format>", "how to write it")
        .choices(["text", "json", "csv", "markdown"])
        .default("text"),
    )
    .option("--observations", "with `--format csv`: a row for each observation, not for each estimate")
    .option(
      "--baseline <cell>",
      "compare the other cells of a matrix with this one (default: the first)",
      wholeNumber,
    )
    .option("--histogram", "with `--format text`: also how often which times came")
    .addHelpText(
      "after",
      examples(
        ["ctrc report ctrc-results/RUN", "the report that `ctrc run` printed"],
        ["ctrc report -f markdown RUN", "for an issue"],
        ["ctrc report -f csv --observations RUN >all.csv", "every single value"],
      ),
    )
    .action(withStatus(reportDirectory));
}

async function reportDirectory(directory: string, options: ReportOptions): Promise<number> {
  const { readRunDirectory } = await import("../../index.ts");
  const { report, problems } = await readRunDirectory(directory, { baselineCell: options.baseline });
  await printProblems(problems);
  if (report === undefined) return EXIT.misuse;
  checkBaseline(report, options.baseline);
  // They were printed just now.
  const shown = options.format === "json" ? report : { ...report, problems: [] };
  switch (options.format) {
    case "json": {
      const { jsonReport } = await import("../../execute/4-report/json.ts");
      print(jsonReport(shown));
      break;
    }
    case "csv": {
      const { csvObservations, csvReport } = await import("../../execute/4-report/csv.ts");
      print(options.observations === true ? csvObservations(shown) : csvReport(shown));
      break;
    }
    case "markdown": {
      const { markdownReport } = await import("../../execute/4-report/markdown.ts");
      print(markdownReport(shown));
      break;
    }
    case "text": {
      const { TextReport } = await import("../../execute/4-report/text.ts");
      print(new TextReport(hasColor(process.stdout), options).whole(shown));
    }
  }
  return statusOf(report.record);
}

function checkBaseline({ record }: Report, baseline: number | undefined): void {
  const { cells } = record.started;
  if (baseline === undefined || cells.some(({ cell }) => cell === baseline)) return;
  const help = cells.length === 1 ? "its recipe has no matrix" : `its cells are 1 to ${cells.length}`;
  throw new CommandFault("unknown-cell", `the run has no cell ${baseline}`, help);
}
