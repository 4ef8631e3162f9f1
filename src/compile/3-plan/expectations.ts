import type { ExpectAction, Expectation } from "../../types/action.ts";
import type { Step } from "../../types/step.ts";

type ExpectStep = Extract<Step, { subject: unknown }>;

type ExpectParts = Pick<ExpectStep, "subject" | "written" | "span">;

type ExpectationOf<Kind extends Expectation["kind"]> = Extract<Expectation, { kind: Kind }>;

type ExpectSteps = {
  readonly [Kind in Expectation["kind"]]: (
    expectation: ExpectationOf<Kind>,
    parts: ExpectParts,
  ) => ExpectStep;
};

const EXPECT_STEPS: ExpectSteps = {
  exit: ({ not, status }, parts) => ({ kind: "expect.exit", ...parts, not, status }),
  output: ({ stream, test, value }, parts) => ({ kind: "expect.output", ...parts, stream, test, value }),
  oom: ({ not }, parts) => ({ kind: "expect.oom", ...parts, not }),
  file: ({ path, test, value }, parts) => ({ kind: "expect.file", ...parts, path, test, value }),
  cpus: ({ cpus }, parts) => ({ kind: "expect.cpus", ...parts, cpus }),
  "in-cgroup": ({ cgroup }, parts) => ({ kind: "expect.cgroup", ...parts, cgroup: [cgroup] }),
  time: ({ operator, durationNs }, parts) => ({ kind: "expect.time", ...parts, operator, durationNs }),
  "memory-peak": ({ operator, sizeBytes }, parts) => ({
    kind: "expect.memory-peak",
    ...parts,
    operator,
    sizeBytes,
  }),
  "median-time": ({ operator, durationNs }, parts) => ({
    kind: "expect.median-time",
    ...parts,
    operator,
    durationNs,
  }),
};

export function expectStep({ subject, expectation, written, span }: ExpectAction): Step {
  // The table has an entry of the right type for every kind, which TypeScript cannot follow through the index.
  const plan = EXPECT_STEPS[expectation.kind] as (expectation: Expectation, parts: ExpectParts) => ExpectStep;
  return plan(expectation, { subject, written, span });
}
