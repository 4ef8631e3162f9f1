import { type Command, Option } from "commander";
import type { Report } from "../../types/report.ts";
import { examples, wholeNumber, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { hasColor, print, printProblems } from "../output.ts";
import { statusOf } from "../record-status.ts";
import { REPORT_FORMATS, type ReportFormat } from "../report-formats.ts";
import { CommandFault } from "../usage.ts";

interface ReportOptions {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly observations?: true;
  readonly histogram?: true;
  readonly baseline?: number;
}

export function addReport(program: Command): void {
  program
    .command("report")
    .summary("report what a run saw and measured")
    .description(
      "Reports on a run directory, written under ctrc or by a script that ran by itself, anywhere: for people (text, markdown, html), " +
        "for programs (json, csv), or as hyperfine, pyperf, BenchExec and Prometheus read it.",
    )
    .argument("<directory>", "run directory")
    .addOption(
      new Option("-f, --format <format>", "how to write it")
        .choices(Object.keys(REPORT_FORMATS))
        .default("text"),
    )
    .option("-o, --out <file>", "write to this file (default: standard output)")
    .option(
      "--baseline <cell>",
      "compare the other cells of a matrix with this one (default: the first)",
      wholeNumber,
    )
    .option("--histogram", "with `--format text`: also how often which times came")
    .option("--observations", "with `--format csv`: a row for each observation, not for each estimate")
    .addHelpText(
      "after",
      examples(
        ["ctrc report ctrc-results/RUN", "the report that `ctrc run` printed"],
        ["ctrc report -f html -o cow.html RUN", "one page with plots, which needs no network"],
        ["ctrc report -f markdown RUN", "for an issue"],
        ["ctrc report -f csv --observations RUN >all.csv", "every single value"],
        ["ctrc report -f pyperf -o cow.json RUN", "for `pyperf stats cow.json`"],
        ["ctrc report -f benchexec -o cow.xml RUN", "for `table-generator cow.xml`"],
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
  const { out, format } = options;
  const text = await REPORT_FORMATS[format](
    // They were printed just now.
    format === "json" ? report : { ...report, problems: [] },
    { ...options, color: out === undefined && hasColor(process.stdout) },
  );
  if (out === undefined) {
    print(text);
  } else {
    const { writeWhole } = await import("../write-file.ts");
    await writeWhole(out, text);
  }
  return statusOf(report.record);
}

function checkBaseline({ record }: Report, baseline: number | undefined): void {
  const { cells } = record.started;
  if (baseline === undefined || cells.some(({ cell }) => cell === baseline)) return;
  const help = cells.length === 1 ? "its recipe has no matrix" : `its cells are 1 to ${cells.length}`;
  throw new CommandFault("unknown-cell", `the run has no cell ${baseline}`, help);
}
