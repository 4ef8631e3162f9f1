import { defineConfig } from "vitest/config";
import { FUZZ_PATIENCE } from "./test/support/fuzz.ts";

// Names a file for a JSON report beside the usual output; CI counts the tests by it.
const report = process.env.CTRC_TEST_REPORT;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Those have configurations of their own: `npm run test:vm`, and `npm run test:faults` for what waits for minutes.
    exclude: ["test/vm/**", "test/faults/hang.test.ts"],
    globalSetup: "./test/support/build-once.ts",
    reporters: [
      "default",
      "./test/support/skips.ts",
      ...(report ? [["json", { outputFile: report }] as const] : []),
    ],
    // Tests that start containers share the machine's cgroups and cores.
    testTimeout: 30_000 * FUZZ_PATIENCE,
    // The style sheet of the HTML report is text to us.
    css: true,
  },
});
