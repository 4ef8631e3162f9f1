#!/usr/bin/env node
import { CommanderError } from "commander";
import { EXIT } from "./exit-status.ts";
import { leaveTerminals, note, printProblems, watchOutput } from "./output.ts";
import { createProgram } from "./program.ts";
import { CommandFault, Told } from "./usage.ts";

leaveTerminals();
watchOutput((message) => {
  note(`error[cannot-write]: ${message}\n`);
  process.exitCode = EXIT.stepFailed;
});

try {
  await createProgram().parseAsync();
} catch (fault) {
  process.exitCode = await explain(fault);
}

async function explain(fault: unknown): Promise<number> {
  if (fault instanceof CommanderError) {
    // Help and version come this way too, with status 0; help that nobody asked for has a status of its own.
    if (fault.exitCode === 0) return EXIT.held;
    if (fault.code === "commander.help") return EXIT.misuse;
    const code = fault.code
      .replace(/^commander\./, "")
      .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const [message = "", suggestion] = fault.message.replace(/^error: /, "").split("\n");
    const help =
      suggestion?.replace(/^\((.*)\)$/, "$1") ?? "`ctrc --help` and `ctrc COMMAND --help` say more";
    await printProblems([{ code, severity: "error", message, help }]);
    return EXIT.misuse;
  }
  if (fault instanceof Told) return fault.exitStatus;
  if (fault instanceof CommandFault) {
    await printProblems([fault.problem()]);
    return fault.exitStatus;
  }
  const { message, stack } = fault instanceof Error ? fault : { message: String(fault), stack: undefined };
  await printProblems([
    {
      code: "defect",
      severity: "error",
      message: `ctrc has a defect: ${message}`,
      help: "please report it, with what CTRC_DEBUG=1 in the environment prints",
    },
  ]);
  if (process.env.CTRC_DEBUG !== undefined && stack !== undefined) note(`${stack}\n`);
  return EXIT.defect;
}
