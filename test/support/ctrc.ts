import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, inject } from "vitest";

/** An empty directory for each test of a file; to be called once, at its top. */
export function scratchDirectory(): { readonly path: string } {
  const scratch = { path: "" };
  beforeEach(() => {
    scratch.path = mkdtempSync(join(tmpdir(), "ctrc-test-"));
  });
  afterEach(() => {
    rmSync(scratch.path, { recursive: true, force: true });
  });
  return scratch;
}

export interface CtrcOptions {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the shipped command line, without what the caller's environment says about colours. */
export function startCtrc(words: readonly string[], { cwd, input = "", env }: CtrcOptions) {
  return execa(process.execPath, [inject("cli"), ...words], {
    reject: false,
    stripFinalNewline: false,
    cwd,
    input,
    // Undefined: not in its environment at all.
    env: { NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
  });
}

export interface CtrcResult {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The same, until it has ended. */
export async function ctrc(words: readonly string[], options: CtrcOptions): Promise<CtrcResult> {
  const { exitCode, stdout, stderr } = await startCtrc(words, options);
  return { status: exitCode, stdout, stderr };
}
