// Prints, of Vitest's JSON reports, each test that failed and why, and as the last line of a run the totals:
// `N passed, N failed, N skipped`. Who keeps only the end of what a run has printed still knows what is wrong.
// What gave no report, or failed outside of its tests, counts as one that failed: no number is better than the run.
//
//   node scripts/count-tests.mjs REPORT…
import { existsSync, readFileSync } from "node:fs";

/** Of a message, which ends with its stack. */
const MESSAGE_LINES = 12;

const total = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    console.log(`no report: ${file}`);
    total.failed += 1;
    continue;
  }
  const report = JSON.parse(readFileSync(file, "utf8"));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failed = assertionResults.filter((test) => test.status === "failed");
    for (const { fullName, failureMessages } of failed) {
      console.log(`failed: ${name}: ${fullName}`);
      for (const line of failureMessages.join("\n").split("\n").slice(0, MESSAGE_LINES))
        console.log(`  ${line}`);
    }
    if (status !== "failed" || failed.length > 0) continue;
    console.log(`failed outside of its tests: ${name}: ${message}`);
    total.failed += 1;
  }
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
