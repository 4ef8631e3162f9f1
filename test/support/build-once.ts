import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The bundled command line, as it is shipped. */
    cli: string;
  }
}

const root = join(import.meta.dirname, "../..");

/**
 * Bundles the program once for all tests of the command line, in a place where its dependencies are found. `CTRC_TEST_CLI` is one
 * that has been bundled, for a machine where that takes long.
 */
export default function setup(project: TestProject): () => void {
  if (process.env.CTRC_TEST_CLI !== undefined) {
    project.provide("cli", process.env.CTRC_TEST_CLI);
    return () => {};
  }
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, "ctrc-test-"));
  execFileSync("node", [join(root, "scripts/build.mjs"), directory], { stdio: "inherit" });
  project.provide("cli", join(directory, "cli.js"));
  return () => rmSync(directory, { recursive: true, force: true });
}
