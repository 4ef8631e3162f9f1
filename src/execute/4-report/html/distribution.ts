import * as Plot from "@observablehq/plot";
import type { Estimate } from "../../../types/estimate.ts";
import { figure, labelMargin, seriesColor, shortLabel } from "./figure.ts";
import type { Markup } from "./markup.ts";

/** More make a page large and show no more: a reader sees the shape. */
const MOST_DOTS = 480;
const FEWEST_DOTS = 24;
const ROW_HEIGHT = 54;

/** One line of a figure: a cell, or the only one. */
export interface FigureRow {
  readonly label: string;
  readonly estimate: Estimate;
}

/** Every observation as a dot, the middle half as a box, the median as a line and its interval as a bar, a row a cell. */
export function distribution(
  rows: readonly FigureRow[],
  unit: { readonly name: string; readonly size: number },
  label: string,
): Markup {
  const most = Math.max(FEWEST_DOTS, Math.floor(MOST_DOTS / rows.length));
  const named = rows.map((row, at) => ({ ...row, label: shortLabel(row.label), color: seriesColor(at) }));
  const isThinned = named.some(({ estimate }) => estimate.count > most);
  const boxes = named.map(({ label: cell, estimate, color }) => ({
    cell,
    color,
    low: estimate.percentiles[25] / unit.size,
    high: estimate.percentiles[75] / unit.size,
    median: estimate.median / unit.size,
    from: (estimate.medianInterval?.[0] ?? estimate.median) / unit.size,
    to: (estimate.medianInterval?.[1] ?? estimate.median) / unit.size,
  }));
  const dots = named.flatMap(({ label: cell, estimate, color }) =>
    thinned(estimate, most).map((value, at) => ({
      cell,
      color,
      value: value / unit.size,
      // Multiples of the golden ratio fill a row evenly, and the same way each time.
      height: 0.24 + 0.52 * ((at * 0.618034) % 1),
    })),
  );
  const edge = farEdge(rows) / unit.size;
  const beyond = dots.filter(({ value }) => value > edge).length;
  const caption =
    "Dots: observations; box: the middle half; line: median; bar below: its 95 % interval." +
    (beyond === 0
      ? ""
      : ` Triangles at the edge: ${beyond} ${beyond === 1 ? "dot" : "dots"} farther right.`) +
    (isThinned ? ` At most ${most} dots a row, evenly by rank.` : "");
  return figure(caption, label, {
    height: 44 + ROW_HEIGHT * rows.length,
    marginLeft: rows.length > 1 ? labelMargin(named.map((row) => row.label)) : 14,
    marginRight: 14,
    marginBottom: 36,
    x: { label: unit.name, grid: true, nice: true },
    y: { axis: null, domain: [0, 1] },
    fy: { label: null, domain: named.map((row) => row.label), axis: rows.length > 1 ? "left" : null },
    marks: [
      Plot.rect(boxes, {
        ...{ fy: "cell", x1: "low", x2: "high", y1: 0.18, y2: 0.82 },
        ...{ fill: "color", fillOpacity: 0.18, stroke: "color", strokeOpacity: 0.6 },
      }),
      Plot.dot(
        dots.filter(({ value }) => value <= edge),
        { fy: "cell", x: "value", y: "height", r: 2, fill: "color", fillOpacity: 0.65 },
      ),
      Plot.dot(
        dots.filter(({ value }) => value > edge),
        { fy: "cell", x: edge, y: "height", r: 3, symbol: "triangle", rotate: 90, fill: "color" },
      ),
      Plot.ruleX(boxes, {
        fy: "cell",
        x: "median",
        y1: 0.1,
        y2: 0.9,
        stroke: "currentColor",
        strokeWidth: 2,
      }),
      Plot.ruleY(boxes, {
        fy: "cell",
        x1: "from",
        x2: "to",
        y: 0.06,
        stroke: "currentColor",
        strokeWidth: 3,
      }),
    ],
  });
}

/** One slow first run must not press all the others into a line: what is farther than this is drawn at it. */
function farEdge(rows: readonly FigureRow[]): number {
  const far = rows.map(({ estimate: { percentiles, medianInterval, median } }) =>
    Math.max(
      percentiles[75] + 4 * (percentiles[75] - percentiles[25]),
      1.1 * (medianInterval?.[1] ?? median),
    ),
  );
  const largest = Math.max(...rows.map(({ estimate }) => estimate.maximum));
  const edge = Math.max(...far);
  return largest > 1.3 * edge ? edge : largest;
}

function thinned({ sample }: Estimate, most: number): readonly number[] {
  const { observations } = sample;
  if (observations.length <= most) return observations;
  const sorted = [...observations].sort((one, other) => one - other);
  return Array.from(
    { length: most },
    (_, at) => sorted[Math.round((at * (sorted.length - 1)) / (most - 1))] ?? 0,
  );
}
