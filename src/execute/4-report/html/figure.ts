import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { html, Markup } from "./markup.ts";

/** Two figures stand side by side on a screen of 1000 pixels, and one fills that of a telephone with text that can be read. */
export const FIGURE_WIDTH = 420;

/** As many as the style sheet has colours. */
export const SERIES_COLORS = 8;

/** The colour of a cell: those of the style sheet, light and dark, again and again. */
export function seriesColor(at: number): string {
  return `var(--series-${(at % SERIES_COLORS) + 1})`;
}

const { document } = parseHTML("<html><body></body></html>");

/**
 * A figure as SVG in the page, without scripts.
 * @param label what a person who does not see it should know
 */
export function figure(caption: string, label: string, options: Plot.PlotOptions): Markup {
  const drawn = Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions["document"]>,
    width: FIGURE_WIDTH,
    className: "plot",
    style: { fontSize: "13px" },
    ...options,
  });
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", label);
  // Its parts have labels of Plot's own, which say less than the one above.
  for (const part of drawn.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  return html`<figure>${new Markup(drawn.outerHTML)}<figcaption>${caption}</figcaption></figure>`;
}

/** Left margin that holds the longest label, and the labels cut to what fits. */
export function labelMargin(labels: readonly string[]): number {
  const longest = Math.max(...labels.map((label) => label.length));
  return Math.min(0.4 * FIGURE_WIDTH, 14 + 7.2 * longest);
}

/** A label that does not leave its margin. */
export function shortLabel(label: string): string {
  const most = Math.floor((0.4 * FIGURE_WIDTH - 14) / 7.2);
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}
