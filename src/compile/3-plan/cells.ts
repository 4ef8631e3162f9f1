import type { Matrix } from "../../types/declared.ts";
import type { CellValue } from "../../types/step.ts";

/**
 * Every combination of the matrix's values but for its exceptions; the last variable changes fastest.
 * @returns one combination of nothing where there is no matrix
 */
export function combinations(matrix: Matrix | undefined): CellValue[][] {
  if (matrix === undefined) return [[]];
  let all: CellValue[][] = [[]];
  for (const { name, values, written } of matrix.variables) {
    const choices = values.map((value, at) => ({ name, value, written: written[at] ?? value }));
    all = all.flatMap((combination) => choices.map((choice) => [...combination, choice]));
  }
  return all.filter((combination) => !matrix.exceptions.some(({ values }) => matches(combination, values)));
}

function matches(combination: readonly CellValue[], values: Readonly<Record<string, string>>): boolean {
  return Object.entries(values).every(([name, value]) =>
    combination.some((one) => one.name === name && one.value === value),
  );
}
