import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LINTS } from "../../src/diagnostics/lints.ts";

test("docs/language.md names every lint", () => {
  const text = readFileSync(new URL("../../docs/language.md", import.meta.url), "utf8");
  for (const code of LINTS) expect(text).toContain(`[${code}](../src/diagnostics/pages/${code}.md)`);
});
