import { join } from "node:path";
import type { RunSources } from "../execute/4-report/html/page.ts";
import { readScript } from "../script-file.ts";
import type { Report } from "../types/report.ts";

export interface FormatOptions {
  /** CSV: a row for each observation. */
  readonly observations?: true;
  /** Text: also how often which times came. */
  readonly histogram?: true;
  readonly color: boolean;
}

type Writer = (report: Report, options: FormatOptions) => Promise<string>;

/** Ways to write a report. What one needs is loaded when it is chosen. */
export const REPORT_FORMATS = {
  text: async (report, { color, histogram }) => {
    const { TextReport } = await import("../execute/4-report/text.ts");
    return new TextReport(color, { histogram }).whole(report);
  },
  markdown: async (report) => (await import("../execute/4-report/markdown.ts")).markdownReport(report),
  html: async (report) => {
    const { htmlReport } = await import("../execute/4-report/html/page.ts");
    return htmlReport(report, await sourcesOf(report.directory));
  },
  json: async (report) => (await import("../execute/4-report/json.ts")).jsonReport(report),
  csv: async (report, { observations }) => {
    const { csvObservations, csvReport } = await import("../execute/4-report/csv.ts");
    return observations === true ? csvObservations(report) : csvReport(report);
  },
  hyperfine: async (report) =>
    (await import("../execute/4-report/exports/hyperfine.ts")).hyperfineExport(report),
  pyperf: async (report) => (await import("../execute/4-report/exports/pyperf.ts")).pyperfExport(report),
  benchexec: async (report) =>
    (await import("../execute/4-report/exports/benchexec.ts")).benchexecExport(report),
  openmetrics: async (report) =>
    (await import("../execute/4-report/exports/openmetrics.ts")).openmetricsExport(report),
} as const satisfies Readonly<Record<string, Writer>>;

export type ReportFormat = keyof typeof REPORT_FORMATS;

/** The script of a run directory, and the recipe in its header. */
async function sourcesOf(directory: string): Promise<RunSources> {
  const script = await readScript(join(directory, "script.sh")).catch(() => undefined);
  if (script === undefined) return { recipes: [], script };
  const { readHeader } = await import("../compile/4-emit/header.ts");
  return { recipes: readHeader(script)?.sources ?? [], script };
}
