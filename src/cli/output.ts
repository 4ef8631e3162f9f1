import { closeSync } from "node:fs";
import { isatty, type WriteStream } from "node:tty";
import { createColors } from "picocolors";
import type { Problem } from "../types/problem.ts";

type Stream = NodeJS.WriteStream & Partial<WriteStream>;

/**
 * Whether a stream gets colours: FORCE_COLOR decides, then NO_COLOR, then whether it is a terminal that knows them.
 * @see https://no-color.org and https://force-color.org
 */
export function hasColor(stream: Pick<Stream, "isTTY">, environment = process.env): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = environment;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if (none !== undefined && none !== "") return false;
  return stream.isTTY === true && terminal !== "dumb";
}

const gone = new Set<Stream>();

/**
 * From now on a reader that goes away (`| head`, a terminal that closes) is no fault: what is left to say is dropped, and the exit status
 * stays what the work deserves. Any other fault, such as a full disk, is told on the other stream.
 */
export function watchOutput(onFault: (message: string) => void): void {
  for (const [name, stream] of [
    ["standard output", process.stdout],
    ["standard error", process.stderr],
  ] as const) {
    stream.on("error", (fault: NodeJS.ErrnoException) => {
      if (gone.has(stream)) return;
      gone.add(stream);
      // What a terminal that is gone says.
      const hasHungUp = fault.code === "EIO" && stream.isTTY;
      if (fault.code !== "EPIPE" && !hasHungUp) onFault(`cannot write to ${name}: ${fault.message}`);
    });
  }
}

/**
 * Node, when it ends, sets terminals back to what they were, and takes it for a defect of its own, with a core dump, when one that is
 * gone refuses that: it leaves alone what is closed.
 */
export function leaveTerminals(): void {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  process.once("exit", () => {
    for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
  });
}

/** To standard output: what was asked for. */
export function print(text: string): void {
  if (!gone.has(process.stdout)) process.stdout.write(text);
}

/** To standard error: everything else. */
export function note(text: string): void {
  if (!gone.has(process.stderr)) process.stderr.write(text);
}

/** `error[code]: message` and its help, as for diagnostics. */
export async function printProblems(problems: readonly Problem[]): Promise<void> {
  if (problems.length === 0) return;
  const { neutralise } = await import("../execute/4-report/neutralise.ts");
  const colors = createColors(hasColor(process.stderr));
  for (const { severity, code, message, help } of problems) {
    const paint = severity === "error" ? colors.red : severity === "warning" ? colors.yellow : colors.cyan;
    note(`${colors.bold(paint(`${severity}[${code}]`))}${colors.bold(`: ${neutralise(message)}`)}\n`);
    if (help !== undefined) note(`${colors.cyan("help")}: ${neutralise(help)}\n`);
  }
}
