import type { RunStarted } from "../../types/event.ts";

/** `engine native, driver overlay`: all of a cell; empty where there is no matrix. */
export function cellText(started: RunStarted, cell: number): string {
  return Object.entries(valuesOf(started, cell))
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

/**
 * `overlay`, `docker size 64`: what tells a cell from the others. A value that begins with a letter says by itself what it is
 * of.
 */
export function cellLabel(started: RunStarted, cell: number): string {
  return Object.entries(valuesOf(started, cell))
    .filter(([name, value]) => started.cells.some(({ values }) => values[name] !== value))
    .map(([name, value]) => (/^\p{L}/u.test(value) ? value : `${name} ${value}`))
    .join(" ");
}

function valuesOf(started: RunStarted, cell: number): Readonly<Record<string, string>> {
  return started.cells.find((found) => found.cell === cell)?.values ?? {};
}
