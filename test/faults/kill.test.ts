import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { testOnHost } from "../support/needs.ts";
import { counted, noted } from "./count.ts";
import { drawn, uniform } from "./sample.ts";
import { SUBJECTS } from "./subjects.ts";
import { type Cleaning, inTime, TRIAL_TIMEOUT_MS, TRIALS_TIMEOUT_MS, Trial } from "./trial.ts";

const TARGETS = ["script", "ctrc", "both"] as const;
const SIGNALS = ["KILL", "TERM"] as const;
const CLEANINGS: readonly Cleaning[] = ["ctrc clean", "script.sh --cleanup", "the next run"];
const INSTANTS = 17;
const COMMANDS = 40;

/**
 * What commands begin with before which there is something that nobody has heard of yet: what was started, or that a block has
 * begun or ended. What was started is held back before it has joined its cgroup, or not.
 */
const MOMENTS = [
  { moment: "report_read", hold: "" },
  { moment: "report_read", hold: "group_join*" },
  { moment: "measure_begin ", hold: "" },
  { moment: "block_tell ", hold: "" },
  { moment: "finally_forget", hold: "" },
  { moment: "block_finished ", hold: "" },
];

for (const subject of SUBJECTS) {
  describe(`${subject.name}, killed`, () => {
    let trial: Trial;
    let durationMs = 0;
    /** How long ctrc takes until it starts the script. */
    let startMs = 0;
    let trace: readonly string[] = [];
    beforeAll(async () => {
      trial = await Trial.begin(subject);
      const warm = await inTime(trial.startScript({ FAULT_TRACE: trial.path("trace") }));
      expect(warm).toMatchObject({ status: 0, stderr: "" });
      trace = readFileSync(trial.path("trace"), "utf8").split("\n");
      trial.reset();
      const begun = performance.now();
      await inTime(trial.startScript({}, "plain.sh"));
      const ended = performance.now();
      durationMs = ended - begun;
      await inTime(trial.build());
      startMs = performance.now() - ended;
      await trial.remember();
    }, TRIAL_TIMEOUT_MS);
    afterAll(() => trial?.end());

    /** Once what is left has been taken down, the host is as it was. */
    async function expectCleaned(cleaning: Cleaning): Promise<void> {
      await trial.untilQuiet();
      expect(trial.resultFaults()).toEqual([]);
      const cleaned = await trial.clean(cleaning);
      expect(cleaned).toMatchObject({ status: 0, stderr: "" });
      trial.reset();
      expect(await trial.left()).toEqual([]);
    }

    for (const { signal, target, at, cleaning } of drawn(
      `${subject.name} instants`,
      SIGNALS.flatMap((signal) =>
        TARGETS.flatMap((target) =>
          Array.from({ length: INSTANTS }, (_, index) => {
            const seed = `${subject.name} ${signal} ${target} ${index}`;
            // After a TERM there is nothing left to take down.
            const cleaning = signal === "TERM" ? undefined : CLEANINGS[index % 3];
            return { signal, target, at: uniform(seed), cleaning: cleaning ?? "ctrc clean" };
          }),
        ),
      ),
      subject.sample.instants,
    )) {
      const share = `${(at * 100).toFixed(1)} %`;
      testOnHost(
        `by ${signal} of ${target} after ${share} of its time, then ${cleaning}`,
        subject.needs,
        async (context) => {
          counted(context, { subject: subject.name, kind: "killed at some moment", injected: 1 });
          trial.reset();
          const run = target === "script" ? trial.startScript({}, "plain.sh") : trial.startCtrc();
          await pause(at * durationMs + (target === "script" ? 0 : startMs));
          await killRun(run.process.pid ?? 0, signal, target);
          await inTime(run);
          if (signal === "TERM") {
            await trial.untilQuiet();
            expect(trial.resultFaults()).toEqual([]);
            trial.reset();
            expect(await trial.left()).toEqual([]);
          }
          await expectCleaned(cleaning);
        },
        TRIAL_TIMEOUT_MS,
      );
    }

    testOnHost(
      "before and after each thing that it acquires",
      subject.needs,
      async (context) => {
        const undos = trace.filter((command) => /^undo(_lasting)? /.test(command)).length;
        expect(undos).toBeGreaterThan(0);
        const all = Array.from({ length: undos * 2 }, (_, index) => ({
          undo: (index >> 1) + 1,
          stage: index & 1,
        }));
        const found: string[] = [];
        const taken = drawn(`${subject.name} undos`, all, subject.sample.undos);
        for (const { undo, stage } of taken) {
          trial.reset();
          const env = { FAULT_SIGNAL: "KILL", FAULT_UNDO: `${undo}`, FAULT_STAGE: `${stage}` };
          await inTime(trial.startScript(env));
          const cleaned = await trial.clean(CLEANINGS[undo % 3] ?? "ctrc clean");
          trial.reset();
          const left = await trial.left();
          const wrong = cleaned.status !== 0 || cleaned.stderr !== "" || left.length > 0;
          noted(
            found,
            `undo ${undo} of ${undos}, stage ${stage}`,
            wrong && `status ${cleaned.status}, ${cleaned.stderr}; ${left.join("; ")}`,
          );
        }
        counted(context, {
          subject: subject.name,
          kind: "killed before or after an undo-able step",
          injected: taken.length,
          wrong: found.length,
        });
        expect(found).toEqual([]);
      },
      TRIALS_TIMEOUT_MS,
    );

    testOnHost(
      "by TERM where it is in the middle of something",
      subject.needs,
      async (context) => {
        const all = MOMENTS.flatMap(({ moment, hold }) => {
          const times = trace.filter((command) => command.startsWith(moment)).length;
          return Array.from({ length: times }, (_, index) => ({ moment, hold, time: index + 1 }));
        });
        const found: string[] = [];
        const taken = drawn(`${subject.name} moments`, all, subject.sample.moments);
        for (const { moment, hold, time } of taken) {
          trial.reset();
          const env = {
            FAULT_SIGNAL: "TERM",
            FAULT_OF: `${moment}*`,
            FAULT_COMMAND: `${time}`,
            FAULT_DELAY: "0.2",
            FAULT_HOLD: hold,
          };
          const { status } = await inTime(trial.startScript(env));
          const faults = trial.resultFaults();
          trial.reset();
          const left = await trial.left();
          const wrong = status !== 143 || [...faults, ...left].length > 0;
          noted(
            found,
            `${moment}${hold}, ${time}`,
            wrong && `status ${status}; ${[...faults, ...left].join("; ")}`,
          );
        }
        counted(context, {
          subject: subject.name,
          kind: "killed in the middle of something",
          injected: taken.length,
          wrong: found.length,
        });
        expect(found).toEqual([]);
      },
      TRIALS_TIMEOUT_MS,
    );

    for (const { at, signal } of drawn(
      `${subject.name} commands`,
      Array.from({ length: COMMANDS }, (_, index) => ({
        at: uniform(`${subject.name} command ${index}`),
        signal: SIGNALS[index % 2] ?? "KILL",
      })),
      subject.sample.commands,
    )) {
      testOnHost(
        `by ${signal} before one of its commands, ${(at * 100).toFixed(2)} % of the way`,
        subject.needs,
        async (context) => {
          counted(context, { subject: subject.name, kind: "killed before a command", injected: 1 });
          trial.reset();
          const env = { FAULT_SIGNAL: signal, FAULT_COMMAND: `${Math.ceil(at * trace.length)}` };
          await inTime(trial.startScript(env));
          if (signal === "TERM") {
            expect(trial.resultFaults()).toEqual([]);
            trial.reset();
            expect(await trial.left()).toEqual([]);
          }
          await expectCleaned("ctrc clean");
        },
        TRIAL_TIMEOUT_MS,
      );
    }
  });
}

/** @param pid of what was started: the script, or ctrc */
async function killRun(
  pid: number,
  signal: "KILL" | "TERM",
  target: "script" | "ctrc" | "both",
): Promise<void> {
  const [script] = target === "both" ? children(pid) : [];
  for (const one of script === undefined ? [pid] : [pid, script]) {
    try {
      process.kill(one, `SIG${signal}`);
    } catch {
      // It has ended already.
    }
  }
}

function children(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}
