import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { engines } from "../../src/engines/index.ts";
import { storageDrivers } from "../../src/storage/index.ts";
import type { Plan } from "../../src/types/step.ts";
import { testOnHost } from "../support/needs.ts";
import { counted, noted } from "./count.ts";
import { drawn } from "./sample.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";
import { inTime, TRIAL_TIMEOUT_MS, TRIALS_TIMEOUT_MS, Trial } from "./trial.ts";

/** Calls of one program that are made to fail: the first ones and the last, and one between them. */
const CALLS = 4;

/** Those that become the program that they are to start: afterwards there is none that could fail. */
const BECOMES = new Set(["env", "nsenter", "setpriv", "setsid", "unshare"]);

/** Of a run that has taken down everything itself. */
const NOTHING_LEFT = { status: 0, stderr: "" };

/**
 * Stands in for a program: counts its calls, and in the one that is named in `fault` says that it failed, without having
 * done anything, or after it has; but not in what the recipe itself removes with it. Its environment may be a container's, so that all that it needs is written into it.
 */
const standIn = (folder: string, program: string, real: string, removes = ""): string => `#!/bin/sh
[ "${program} $*" != '${removes}' ] || exec '${real}' "$@"
calls=0
[ ! -e '${folder}/calls/${program}' ] || read -r calls <'${folder}/calls/${program}'
calls=$((calls + 1))
echo "$calls" >'${folder}/calls/${program}'
read -r program call when <'${folder}/fault'
if [ "$program $call" = "${program} $calls" ]; then
  [ "$when" = before ] || '${real}' "$@"
  exit 1
fi
exec '${real}' "$@"
`;

/** What a plan calls, and the engine and the storage driver of the one cell of a matrix that is run. */
function programsOf({ cell = {}, needs }: Subject, { tools }: Plan): Set<string> {
  const plugIns = [...engines, ...storageDrivers].filter(({ name }) => Object.values(cell).includes(name));
  const called = [...tools, ...plugIns.flatMap((plugIn) => plugIn.tools)].map(({ program }) => program);
  return new Set([...called, ...(needs.programs ?? [])]);
}

for (const subject of SUBJECTS) {
  describe(`${subject.name}, when`, () => {
    let trial: Trial;
    let calls: Readonly<Record<string, number>> = {};
    beforeAll(async () => {
      trial = await Trial.begin(subject);
      await inTime(trial.startScript({}, "plain.sh"));
      mkdirSync(trial.path("bin"));
      for (const program of programsOf(subject, trial.plan)) {
        const real = execFileSync("which", [program], { encoding: "utf8" }).trim();
        writeFileSync(
          trial.path("bin", program),
          standIn(trial.sandbox.directory, program, real, subject.removes),
        );
        chmodSync(trial.path("bin", program), 0o755);
      }
      trial.reset();
      await run("none 0 before");
      calls = Object.fromEntries(
        readdirSync(trial.path("calls")).map((name) => [
          name,
          Number(readFileSync(trial.path("calls", name), "utf8")),
        ]),
      );
      await trial.remember();
    }, TRIAL_TIMEOUT_MS);
    afterAll(() => trial?.end());

    async function run(fault: string) {
      rmSync(trial.path("calls"), { recursive: true, force: true });
      mkdirSync(trial.path("calls"));
      writeFileSync(trial.path("fault"), `${fault}\n`);
      return await inTime(
        trial.startScript({ PATH: `${join(trial.path("bin"))}:${process.env.PATH}` }, "plain.sh"),
      );
    }

    testOnHost(
      "one of the programs that it calls fails",
      subject.needs,
      async (context) => {
        const faults = Object.entries(calls).flatMap(([program, count]) => {
          const middle = Math.ceil(count / 2);
          const chosen = [...new Set([1, 2, middle, count])].filter((call) => call <= count).slice(0, CALLS);
          const times = BECOMES.has(program) ? ["before"] : ["before", "after"];
          return chosen.flatMap((call) => times.map((when) => `${program} ${call} ${when}`));
        });
        const wrong: string[] = [];
        const taken = drawn(`${subject.name} programs`, faults, subject.sample.calls);
        for (const fault of taken) {
          trial.reset();
          const { status, stderr } = await run(fault);
          const cleaned = trial.hasRuns() ? await trial.clean("ctrc clean") : NOTHING_LEFT;
          const faultsOfResult = trial.resultFaults();
          trial.reset();
          const left = await trial.left();
          const isWrong =
            ![0, 1, 3, 4].includes(status ?? -1) ||
            (status !== 0 && status !== 1 && stderr === "") ||
            cleaned.status !== 0 ||
            [...left, ...faultsOfResult].length > 0;
          noted(
            wrong,
            fault,
            isWrong &&
              `${status}, ${stderr}; ${cleaned.status} ${cleaned.stderr}; ${[...left, ...faultsOfResult].join("; ")}`,
          );
        }
        counted(context, {
          subject: subject.name,
          kind: "a program fails",
          injected: taken.length,
          wrong: wrong.length,
        });
        expect(wrong).toEqual([]);
      },
      TRIALS_TIMEOUT_MS,
    );
  });
}
