import * as Plot from "@observablehq/plot";
import { unitFor } from "../quantity.ts";
import type { FigureRow } from "./distribution.ts";
import { figure, SERIES_COLORS, seriesColor } from "./figure.ts";
import { html, type Markup } from "./markup.ts";

const MOST_POINTS = 200;
const DASHES = ["", "6 3", "2 3", "8 3 2 3"];

/** What all containers together take, against their number: the sum of what each added. */
export function growth(rows: readonly FigureRow[], metric: string, label: string): Markup {
  const sums = rows.map(({ estimate }) => {
    let sum = 0;
    return estimate.sample.observations.map((value) => (sum += value));
  });
  const unit = unitFor(metric, [Math.max(...sums.flatMap((values) => values.map(Math.abs)))]);
  const lines = sums.map((values) => {
    const step = Math.ceil(values.length / MOST_POINTS);
    return [0, ...values]
      .map((value, containers) => ({ containers, value: value / unit.size }))
      .filter(({ containers }) => containers % step === 0 || containers === values.length);
  });
  const legend = rows.map(
    (row, at) =>
      html`<li><svg width="28" height="10" aria-hidden="true"><line x1="0" x2="28" y1="5" y2="5" stroke-width="2" stroke="${seriesColor(at)}" stroke-dasharray="${dashOf(at)}"/></svg> ${row.label}</li>`,
  );
  const drawn = figure("The sum of what each container added, against their number.", label, {
    height: 240,
    marginLeft: 56,
    marginRight: 14,
    marginBottom: 36,
    x: { label: "containers", nice: true },
    y: { label: unit.name, grid: true, nice: true },
    marks: [
      Plot.ruleY([0], { strokeOpacity: 0.4 }),
      ...lines.map((points, at) =>
        Plot.lineY(points, {
          ...{ x: "containers", y: "value", stroke: seriesColor(at), strokeWidth: 2 },
          strokeDasharray: dashOf(at),
        }),
      ),
    ],
  });
  return html`<div>${drawn}${rows.length > 1 ? html`<ul class="legend">${legend}</ul>` : undefined}</div>`;
}

/** A line is told from the others by its dashes too, not by its colour alone. */
function dashOf(at: number): string {
  return DASHES[(at + Math.floor(at / SERIES_COLORS)) % DASHES.length] ?? "";
}
