import { bin, thresholdFreedmanDiaconis } from "d3-array";
import type { Estimate } from "../../types/estimate.ts";
import { bar } from "./bar.ts";
import { numbersIn } from "./overview.ts";
import { alignTable } from "./table.ts";

const BAR_WIDTH = 40;
const MOST_LINES = 20;

/** How often which values come, a line an interval of values. */
export function histogram(estimate: Estimate): string[] {
  const { sample } = estimate;
  const { unit, number } = numbersIn(sample.metric, [estimate]);
  const bins = bin<number, number>().thresholds((values, low, high) =>
    Math.min(MOST_LINES, thresholdFreedmanDiaconis(values, low, high)),
  )([...sample.observations].map((value) => value / unit.size));
  const most = Math.max(...bins.map(({ length }) => length));
  const rows = bins.map((values) => {
    const [low, high] = [values.x0, values.x1].map((end) => number((end ?? 0) * unit.size));
    return [`${low} … ${high}`, bar(values.length, undefined, most, BAR_WIDTH), String(values.length)];
  });
  const header = [unit.name === "" ? "from … to" : unit.name, "", "n"];
  return alignTable(header, rows, { firstNumber: 2, indent: "    " });
}
