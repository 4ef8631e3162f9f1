import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Prints at the end which tests were skipped, and why: a skip that nobody sees is a test that nobody has. */
export default class Skips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    if (skipped.length === 0) return;
    process.stdout.write(`\nSkipped:\n${skipped.map(line).join("")}`);
  }
}

function line(test: TestCase): string {
  const result = test.result();
  const reason = result.state === "skipped" ? (result.note ?? "no reason was given") : "";
  return `  ${test.fullName}: ${reason}\n`;
}
