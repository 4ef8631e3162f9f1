import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readRunDirectory } from "../../../src/execute/index.ts";
import type { Report } from "../../../src/types/report.ts";

export const CASES = join(import.meta.dirname, "cases");
export const CASE_NAMES: readonly string[] = readdirSync(CASES);

/** The report of a case. Where the checkout is, is no part of what is compared. */
export async function readCase(name: string): Promise<Report> {
  const { report } = await readRunDirectory(join(CASES, name));
  if (report === undefined) throw new Error(`${name} is no run directory`);
  return { ...report, directory: "/srv/cow" };
}
