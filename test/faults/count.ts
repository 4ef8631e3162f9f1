import type { TestContext } from "vitest";
import type { Reporter, TestModule } from "vitest/node";

/** Faults of one kind that a test has injected into a subject. */
export interface Faults {
  readonly subject: string;
  readonly kind: string;
  readonly injected: number;
  /** How many of them were not survived; without it all are, or none, as the test passes or fails. */
  readonly wrong?: number;
}

declare module "vitest" {
  interface TaskMeta {
    faults?: Faults;
  }
}

/** Notes what a test injects, for the count at the end. */
export function counted({ task }: TestContext, faults: Faults): void {
  task.meta.faults = faults;
}

/** Notes what became of one of the many faults of a test: it takes an hour in all, so that each is told when it is known. */
export function noted(wrong: string[], fault: string, problem: string | false): void {
  if (problem !== false) wrong.push(`${fault}: ${problem}`);
  if (process.env.CTRC_FAULTS === "all") {
    process.stderr.write(`${fault}: ${problem === false ? "survived" : problem}\n`);
  }
}

/** Prints at the end how many faults were injected into what, and how many of them were survived. */
export default class Count implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = new Map<string, { injected: number; survived: number }>();
    const add = (name: string, injected: number, wrong: number): void => {
      const row = rows.get(name) ?? { injected: 0, survived: 0 };
      rows.set(name, { injected: row.injected + injected, survived: row.survived + injected - wrong });
    };
    for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
      const { faults } = test.meta();
      if (faults === undefined) continue;
      const { subject, kind, injected, wrong = test.ok() ? 0 : injected } = faults;
      add(`${subject}: ${kind}`, injected, wrong);
      add("all", injected, wrong);
    }
    const lines = [...rows].map(
      ([name, { injected, survived }]) =>
        `  ${`${injected}`.padStart(5)} injected  ${`${survived}`.padStart(5)} survived  ${name}\n`,
    );
    process.stdout.write(`\nFaults:\n${lines.join("")}`);
  }
}
