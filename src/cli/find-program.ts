import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** The file that bash would run for this name; undefined where there is none on the PATH. */
export function findProgram(program: string, path = process.env.PATH ?? ""): string | undefined {
  const candidates = program.includes("/")
    ? [program]
    : path.split(":").map((directory) => join(directory === "" ? "." : directory, program));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}
