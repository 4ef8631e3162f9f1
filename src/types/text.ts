/**
 * A value as the script will see it: literal pieces and references, joined without anything between them.
 * Sizes are in bytes, durations in nanoseconds, both as decimal digits; a value of one literal piece is known when
 * the recipe is compiled, any other when the script runs.
 */
export type Text = readonly Piece[];

export type Piece = string | Reference;

/** A parameter, matrix variable, loop variable, or what a started container has (`server.pid`). */
export interface Reference {
  readonly name: string;
  /**
   * How the value is written out where its own form would not do: a duration in a string or a command as decimal
   * seconds, a percentage in `cpu.max` as `QUOTA PERIOD` in microseconds (`50%` is `50000 100000`).
   */
  readonly as?: "seconds" | "cpu-quota";
  /** The container is the one of the cell whose turn it is. */
  readonly ofCell?: true;
}

/** The number of the cell whose turn it is, in the names of what each cell has its own of. No recipe can declare the name. */
export const CELL_NUMBER: Reference = { name: "CELL" };

/** The literal string, or undefined if it is known only when the script runs. */
export function known(text: Text): string | undefined {
  return text.every((piece) => typeof piece === "string") ? text.join("") : undefined;
}
