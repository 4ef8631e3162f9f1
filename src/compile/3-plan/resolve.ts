import type { CellValue } from "../../types/step.ts";
import type { Piece, Reference, Text } from "../../types/text.ts";

/** A text as it is in one cell: references to the matrix's variables replaced by their values, the others kept. */
export function resolve(text: Text, values: readonly CellValue[]): Text {
  const pieces: Piece[] = [];
  for (const piece of text) {
    const resolved = typeof piece === "string" ? piece : (literal(piece, values) ?? piece);
    const last = pieces.at(-1);
    if (typeof resolved === "string" && typeof last === "string") pieces[pieces.length - 1] = last + resolved;
    else pieces.push(resolved);
  }
  return pieces;
}

function literal({ name, as }: Reference, values: readonly CellValue[]): string | undefined {
  const found = values.find((one) => one.name === name);
  if (found === undefined) return undefined;
  switch (as) {
    case "seconds":
      return scale(found.value, 9);
    case "cpu-quota":
      // So many microseconds of every 100 000 of one processor.
      return `${scale(found.value, -3)} 100000`;
    case undefined:
      return found.value;
  }
}

/** A decimal number divided by a power of ten, exactly. */
function scale(number: string, digits: number): string {
  const [whole = "", fraction = ""] = number.split(".");
  const all = (whole + fraction).padStart(fraction.length + Math.max(digits, 0) + 1, "0");
  const places = fraction.length + digits;
  if (places <= 0) return (all + "0".repeat(-places)).replace(/^0+(?=\d)/, "");
  const result = `${all.slice(0, -places)}.${all.slice(-places)}`;
  return result.replace(/^0+(?=\d)/, "").replace(/\.?0+$/, "");
}
