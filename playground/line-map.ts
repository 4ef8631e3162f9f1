/** Which line of the recipe each line of a script is made from, both counted from 1; lines of the runtime have none. */
export function recipeLines(script: string): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  let from: number | undefined;
  // The recipe itself stands in the header, a line a line.
  let written: number | undefined;
  for (const [index, line] of script.split("\n").entries()) {
    const number = index + 1;
    if (line.startsWith("#@ ")) written = 0;
    if (line.startsWith("#|") && written !== undefined) {
      written += 1;
      lines.set(number, written);
      continue;
    }
    const place = /^\s*at \S+:(\d+) |^# \S+:(\d+): /.exec(line);
    if (place !== null) from = Number(place[1] ?? place[2]);
    else if (line === "}" || line === "") from = undefined;
    if (from !== undefined) lines.set(number, from);
  }
  return lines;
}

/** The first line of a script that is made from the recipe and does not only repeat it. */
export function firstStep(script: string, lines: ReadonlyMap<number, number>): number | undefined {
  const written = script.split("\n");
  return [...lines.keys()].find((number) => written[number - 1]?.startsWith("#|") !== true);
}

/** The lines of a script, without those of its header, that are made from a line of the recipe. */
export function scriptLines(
  script: string,
  lines: ReadonlyMap<number, number>,
  recipeLine: number,
): number[] {
  const written = script.split("\n");
  return [...lines].flatMap(([number, from]) =>
    from === recipeLine && written[number - 1]?.startsWith("#|") !== true ? [number] : [],
  );
}
