import { existsSync, readFileSync } from "node:fs";
import { cpus, release } from "node:os";

/** What a benchmark asks, and on which machine. Other work on it makes everything slower, and not alike. */
export function printTitle(question) {
  console.log(`\n${question}`);
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, Linux ${release()}, Node ${process.versions.node}, ${pressure()}`,
  );
}

function pressure() {
  const file = "/proc/pressure/cpu";
  if (!existsSync(file)) return "CPU pressure unknown";
  const percent = Number(/avg10=([\d.]+)/.exec(readFileSync(file, "utf8"))?.[1]);
  return `CPU pressure ${percent} %${percent > 10 ? ": NOT a calm machine" : ""}`;
}

/** @param rows of cells, the first of which are the headings; numbers stand at the right */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 || column === row.length - 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log(`  ${cells.join("  ")}`.trimEnd());
  }
}

/** A goal is printed with what came out, and decides nothing. */
export function goal(text, isMet) {
  return `${isMet ? "met" : "NOT MET"}: ${text}`;
}

export const milliseconds = (value) => value.toFixed(value < 10 ? 2 : 1);
export const ratio = (value) => `${value.toFixed(2)}x`;
