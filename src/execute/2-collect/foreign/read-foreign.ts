import type { MeasuredRun } from "../../../types/run-comparison.ts";
import { readHyperfine } from "./hyperfine.ts";
import { readPyperf } from "./pyperf.ts";

/**
 * Reads what `hyperfine --export-json` or pyperf wrote, or `ctrc report` in their place.
 * @param path what the file is called in reports
 * @returns undefined for any other text
 */
export function readForeign(path: string, text: string): MeasuredRun | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  return readHyperfine(path, content) ?? readPyperf(path, content);
}
