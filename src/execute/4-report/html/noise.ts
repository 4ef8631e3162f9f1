import { metricName } from "../../../types/metric.ts";
import type { Report } from "../../../types/report.ts";
import { quantity } from "../quantity.ts";
import { html, type Markup } from "./markup.ts";
import { table } from "./table.ts";

/** What happened to the machine during the runs of a measure, all cells together; undefined where nothing was noted. */
export function noiseDetails(report: Report, block: string): Markup | undefined {
  const iterations = report.record.blocks
    .filter(({ started }) => started.block === block)
    .flatMap((found) => found.iterations);
  const names = [...new Set(iterations.flatMap(({ noise }) => Object.keys(noise)))];
  if (names.length === 0) return undefined;
  const rows = names.map((name) => {
    const noted = iterations.map(({ noise }) => noise[name]).filter((value) => value !== undefined);
    const values = noted.map(({ value }) => value).filter((value) => value !== null);
    const most = Math.max(...values);
    const from = noted.map((value) => (value.value === null ? value.missing : value.source));
    return [
      metricName(name),
      values.length === 0 ? "not known" : `${values.filter((value) => value > 0).length} of ${values.length}`,
      values.length === 0 ? "" : quantity(name, most),
      [...new Set(from)].join("; "),
    ];
  });
  return html`<details><summary><h4>What disturbed the runs</h4></summary><div class="facts">${table(
    `What disturbed the runs of ${block}`,
    ["what", "runs", "at most", "from"],
    rows,
    4,
  )}</div></details>`;
}
