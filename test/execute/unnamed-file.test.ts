import { mkdtempSync, readFileSync, readlinkSync, rmdirSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openUnnamed } from "../../src/execute/1-run/unnamed-file.ts";

// Where the kernel is sure to know files without a name.
let directory: string;
beforeEach(() => {
  directory = mkdtempSync("/dev/shm/ctrc-test-");
  vi.stubEnv("TMPDIR", directory);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmdirSync(directory);
});

it("a file without a name never had one, so that nothing of it is left whenever ctrc is killed", async () => {
  const file = await openUnnamed("text");
  try {
    expect(readlinkSync(`/proc/self/fd/${file.fd}`)).toMatch(/\/#\d+ \(deleted\)$/);
    expect(readFileSync(`/proc/self/fd/${file.fd}`, "utf8")).toBe("text");
  } finally {
    await file.close();
  }
});
