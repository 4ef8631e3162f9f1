// Prints the totals of Vitest's JSON reports as the last line of a run: `N passed, N failed, N skipped`.
// What gave no report, or failed outside of its tests, counts as one that failed: no number is better than the run.
//
//   node scripts/count-tests.mjs REPORT…
import { existsSync, readFileSync } from "node:fs";

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
    if (status !== "failed" || assertionResults.some((test) => test.status === "failed")) continue;
    console.log(`failed outside of its tests: ${name}: ${message}`);
    total.failed += 1;
  }
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
