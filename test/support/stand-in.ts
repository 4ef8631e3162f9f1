import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Puts a shell script in the place of a program, for those who have the folder before others in their PATH.
 * @param folder is made, if it is not there
 * @param lines what it does before it becomes the program with the same arguments
 */
export function standIn(folder: string, program: string, lines: string): void {
  const real = execFileSync("which", [program], { encoding: "utf8" }).trim();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, program), `#!/bin/sh\n${lines}\nexec '${real}' "$@"\n`, { mode: 0o755 });
}
