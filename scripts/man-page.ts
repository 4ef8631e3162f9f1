import type { Command, Option } from "commander";
import { EXIT_STATUS_HELP } from "../src/cli/exit-status.ts";
import { createProgram } from "../src/cli/program.ts";

/** man/ctrc.1: every command with its options, as they are declared, in the language of man(7). */
export function manPage(): string {
  const program = createProgram();
  const lines = [
    '.\\" Made by scripts/man-page.ts from the commands as they are declared: `npm run test:update`.',
    // No date and no version: the page is about what is in the same package.
    '.TH CTRC 1 "" "ctrc" "User Commands"',
    ".SH NAME",
    "ctrc \\- compile recipes for container experiments to bash, or run them",
    ".SH SYNOPSIS",
    ".B ctrc",
    ".I COMMAND",
    "[\\fIOPTION\\fR…] [\\fIARGUMENT\\fR…]",
    ".SH DESCRIPTION",
    roff(program.description()),
    ".SH COMMANDS",
    ...program.commands.flatMap(commandSection),
    ".SH OPTIONS",
    ...program.options.flatMap(optionLines),
    ...optionLines({
      flags: "-h, --help",
      description: "print this help, or with a command, that of the command",
    }),
    ".SH EXIT STATUS",
    ...exitStatus(),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, text]) => [".TP", `.B ${roff(name)}`, roff(text)]),
    ".SH FILES",
    ...FILES.flatMap(([name, text]) => [".TP", `.I ${roff(name)}`, roff(text)]),
    ".SH SEE ALSO",
    ".BR bash (1),",
    ".BR cgroups (7),",
    ".BR namespaces (7)",
  ];
  return `${lines.join("\n")}\n`;
}

const ENVIRONMENT = [
  ["NO_COLOR", "Set to anything, ctrc prints no colours."],
  ["FORCE_COLOR", "Set to anything but 0 or false, it prints colours even to what is no terminal."],
  ["CTRC_DEBUG", "Set to anything, a defect of ctrc is told with where in the program it is."],
] as const;

const FILES = [
  ["/var/lib/ctrc/runs", "What runs that go on have on the host, and the journal of what is to be undone."],
  ["ctrc-results", "Below the working directory: a directory for each run, with its events and samples."],
] as const;

function commandSection(command: Command): string[] {
  const parts = command.registeredArguments.map((argument) => {
    const name = `\\fI${roff(argument.name()).toUpperCase()}\\fR${argument.variadic ? "…" : ""}`;
    return argument.required ? name : `[${name}]`;
  });
  return [
    `.SS ctrc ${command.name()} [\\fIOPTION\\fR…] ${parts.join(" ")}`.trimEnd(),
    roff(command.description()),
    ...command.registeredArguments.flatMap((argument) => [
      ".TP",
      `.I ${roff(argument.name()).toUpperCase()}`,
      roff(argument.description),
    ]),
    ...command.options.flatMap(optionLines),
    ...exampleLines(command),
  ];
}

function optionLines({ flags, description }: Pick<Option, "flags" | "description">): string[] {
  const shown = flags
    .split(/, /)
    .map((flag) => roff(flag).replace(/<([^>]+)>/, (_, name: string) => `\\fI${name.toUpperCase()}\\fB`))
    .join("\\fR, \\fB");
  return [".TP", `\\fB${shown}\\fR`, roff(description)];
}

/** What `--help` shows under "Examples:", as it stands there. */
function exampleLines(command: Command): string[] {
  let help = "";
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const [, examples] = /\nExamples:\n([\s\S]*?)\n?$/.exec(help) ?? [];
  if (examples === undefined) return [];
  const lines = examples.split("\n").map((line) => `  ${line.slice(2)}`);
  return [".PP", "Examples:", ".PP", ".nf", ...lines.map(roff), ".fi"];
}

function exitStatus(): string[] {
  const text = EXIT_STATUS_HELP.replace(/^\s*Exit status:\n/, "").replace(/\n {7,}/g, " ");
  return text.split("\n").flatMap((line) => {
    const [, status = "", meaning = ""] = /^ {2}(\d+) +(.*)$/.exec(line) ?? [];
    return status === "" ? [] : [".TP", `.B ${status}`, roff(meaning)];
  });
}

/** Text in which nothing is taken for a command of roff. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/gm, "\\&$1");
}
