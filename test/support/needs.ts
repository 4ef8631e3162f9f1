import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type TestContext, test } from "vitest";

/** What a test needs of the machine. */
export interface Needs {
  readonly root?: boolean;
  readonly programs?: readonly string[];
  /** Paths of files that no package has. */
  readonly files?: readonly string[];
}

/** What no package of Debian has any more. */
const UNPACKAGED = ["rkt"];

/** Why this machine cannot run the test, or undefined. */
export function lacking({ root = false, programs = [], files = [] }: Needs): string | undefined {
  if (root && process.getuid?.() !== 0) return "needs root";
  const missing = [
    ...programs.filter((program) => spawnSync("which", [program]).status !== 0),
    ...files.filter((file) => !existsSync(file)),
  ];
  if (missing.length === 0) return undefined;
  const whence = missing.every((name) => UNPACKAGED.includes(name))
    ? "which no package has"
    : "test/setup-debian.sh installs it";
  return `needs ${missing.join(", ")} (${whence})`;
}

/** A test that is skipped, with the reason, on a machine that lacks what it needs. */
export function testOnHost(
  name: string,
  needs: Needs,
  body: (context: TestContext) => Promise<void> | void,
  timeoutMs = 60_000,
): void {
  test(name, { timeout: timeoutMs }, async (context) => {
    const reason = lacking(needs);
    if (reason !== undefined) context.skip(reason);
    await body(context);
  });
}
