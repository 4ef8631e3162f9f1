import { InvalidArgumentError } from "commander";

/**
 * A command's action for commander: what `work` returns becomes the exit status.
 * @param work gets the command's arguments, then its options
 */
export function withStatus<Arguments extends unknown[]>(
  work: (...parts: Arguments) => Promise<number>,
): (...parts: Arguments) => Promise<void> {
  return async (...parts) => {
    const status = await work(...parts);
    // A fault of the output may have set it already.
    process.exitCode ||= status;
  };
}

/** Examples at the end of a command's help. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const shown = lines.map(([command, meaning]) => `  ${command.padEnd(width)}   ${meaning}`);
  return `\nExamples:\n${shown.join("\n")}`;
}

/** The value of an option that counts. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}
