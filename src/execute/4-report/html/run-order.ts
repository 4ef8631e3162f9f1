import * as Plot from "@observablehq/plot";
import type { FigureRow } from "./distribution.ts";
import { figure, labelMargin, seriesColor, shortLabel } from "./figure.ts";
import type { Markup } from "./markup.ts";

const MOST_POINTS = 120;
const ROW_HEIGHT = 68;

/** Farther out a value is drawn at the edge: one slow first run must not flatten all the others. */
const FARTHEST = 3;

interface Point {
  readonly cell: string;
  readonly color: string;
  readonly iteration: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Values in the order of the runs, each by its cell's median, so that drift shows in every row alike.
 * @returns undefined where a median is not above 0, or a value is below it
 */
export function runOrder(rows: readonly FigureRow[], label: string): Markup | undefined {
  if (rows.some(({ estimate }) => estimate.median <= 0 || estimate.minimum < 0)) return undefined;
  const named = rows.map((row) => ({ ...row, label: shortLabel(row.label) }));
  const points = named.flatMap((row, at) => pointsOf(row, seriesColor(at)));
  const isThinned = named.some(({ estimate }) => estimate.count > MOST_POINTS);
  const [low, high] = [
    Math.min(...points.map((point) => point.low)),
    Math.max(...points.map((point) => point.high)),
  ];
  const edges: [number, number] = [Math.max(0, Math.min(0.9, low)), Math.min(FARTHEST, Math.max(1.1, high))];
  const caption =
    `By the number of the run, relative to the cell’s median.${high > FARTHEST ? ` What is above ${FARTHEST} times it is drawn at the edge.` : ""}` +
    (isThinned ? " Lines: medians of runs in a row; shade: their least and greatest value." : "");
  return figure(caption, label, {
    height: 46 + ROW_HEIGHT * rows.length,
    marginLeft: rows.length > 1 ? labelMargin(named.map((row) => row.label)) : 14,
    marginRight: 50,
    marginBottom: 36,
    x: { label: "run", tickFormat: (value: number) => (Number.isInteger(value) ? String(value) : "") },
    y: {
      ...{ axis: "right", domain: edges, clamp: true, label: null },
      ticks: ticksOf(edges),
      tickFormat: (value: number) => `×${Number(value.toPrecision(2))}`,
    },
    fy: {
      label: null,
      padding: 0.3,
      domain: named.map((row) => row.label),
      axis: rows.length > 1 ? "left" : null,
    },
    marks: [
      Plot.ruleY([1], { stroke: "currentColor", strokeOpacity: 0.4 }),
      Plot.areaY(points, { ...ROW, z: "cell", y1: "low", y2: "high", fill: "color", fillOpacity: 0.25 }),
      Plot.lineY(points, { ...ROW, z: "cell", y: "value", stroke: "color", strokeWidth: 1.2 }),
      ...(isThinned ? [] : [Plot.dot(points, { ...ROW, y: "value", r: 2, fill: "color" })]),
    ],
  });
}

/** 1 and the edges, less what would be written over it. */
function ticksOf([low, high]: readonly [number, number]): number[] {
  return [1, ...[low, high].filter((edge) => Math.abs(edge - 1) > 0.3 * (high - low))];
}

const ROW = { fy: "cell", x: "iteration" } as const;

/** Each run, or, of very many, the median and the ends of as many runs in a row as make few points. */
function pointsOf({ label, estimate }: FigureRow, color: string): Point[] {
  const { observations, iterations } = estimate.sample;
  const size = Math.ceil(observations.length / MOST_POINTS);
  const points: Point[] = [];
  for (let from = 0; from < observations.length; from += size) {
    const values = observations
      .slice(from, from + size)
      .map((value) => value / estimate.median)
      .sort((one, other) => one - other);
    points.push({
      cell: label,
      color,
      iteration: iterations[from + Math.floor(values.length / 2)] ?? from + 1,
      value: values[Math.floor(values.length / 2)] ?? 1,
      low: values[0] ?? 1,
      high: values.at(-1) ?? 1,
    });
  }
  return points;
}
