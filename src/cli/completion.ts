import type { Command, Option } from "commander";
import { topicNames } from "../explain/topics.ts";

/** What can stand at a place: nothing we know of, one of some words, or a file. */
type Completion =
  | { readonly kind: "none" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** `extension` undefined: any file. */
  | { readonly kind: "file"; readonly extension: string | undefined }
  | { readonly kind: "directory" };

interface CommandWords {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWords[];
  readonly argument: Completion;
}

interface OptionWords {
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined for an option without a value. */
  readonly value: Completion | undefined;
}

/** What placeholders such as `<recipe>` stand for. */
const PLACEHOLDERS: Readonly<Record<string, Completion>> = {
  recipe: { kind: "file", extension: "ctr" },
  script: { kind: "file", extension: "sh" },
  file: { kind: "file", extension: undefined },
  directory: { kind: "directory" },
  topic: { kind: "words", words: topicNames().filter((name) => /^[\w.-]+$/.test(name)) },
  // A run directory or a file.
  baseline: { kind: "file", extension: undefined },
};

/** A completion script, made from the commands as they are declared. */
export function completionScript(shell: "bash" | "zsh" | "fish", program: Command): string {
  const commands = program.commands.map(commandWords);
  const globals = program.options.map(optionWords);
  const write = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell];
  return write(commands, [...globals, HELP]);
}

const HELP: OptionWords = { flags: ["-h", "--help"], description: "print this help", value: undefined };

function commandWords(command: Command): CommandWords {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    summary: command.summary(),
    options: [...command.options.map(optionWords), HELP],
    argument: placeholder(argument?.name(), argument?.argChoices),
  };
}

function optionWords(option: Option): OptionWords {
  const name = /[<[](.+?)[>\]]/.exec(option.flags)?.[1];
  return {
    flags: [option.short, option.long].filter((flag) => typeof flag === "string"),
    description: option.description,
    value: name === undefined ? undefined : placeholder(name, option.argChoices),
  };
}

function placeholder(name: string | undefined, choices: readonly string[] | undefined): Completion {
  if (choices !== undefined) return { kind: "words", words: choices };
  return PLACEHOLDERS[name ?? ""] ?? { kind: "none" };
}

function bashScript(commands: readonly CommandWords[], globals: readonly OptionWords[]): string {
  const flags = (options: readonly OptionWords[]): string =>
    options.flatMap((option) => option.flags).join(" ");
  const cases = commands.map(({ name, options, argument }) => {
    const values = options
      .filter((option) => option.value !== undefined)
      .map((option) => `        ${option.flags.join(" | ")}) ${bashReply(option.value)} ;;\n`);
    const before = values.length === 0 ? "" : `      case $before in\n${values.join("")}      esac\n`;
    return `    ${name})
${before}      if [[ -z $found && $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '${flags(options)}' -- "$word")
      elif [[ -z $found ]]; then
        ${bashReply(argument).replace(/ && found=1$|; found=1$/, "")}
      fi
      ;;`;
  });
  return `# Completion of ctrc for bash; made by \`ctrc completion bash\`.
_ctrc() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]} found=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '${[...commands.map(({ name }) => name), "help"].join(" ")} ${flags(globals)}' -- "$word")
    return
  fi
  case $command in
${cases.join("\n")}
    help) mapfile -t COMPREPLY < <(compgen -W '${commands.map(({ name }) => name).join(" ")}' -- "$word") ;;
  esac
}
complete -o filenames -F _ctrc ctrc
`;
}

function bashReply(completion: Completion | undefined): string {
  switch (completion?.kind) {
    case "words":
      return `mapfile -t COMPREPLY < <(compgen -W '${completion.words.join(" ")}' -- "$word"); found=1`;
    case "file": {
      const filter = completion.extension === undefined ? "" : ` -X '!*.${completion.extension}'`;
      const files = `mapfile -t COMPREPLY < <(compgen -f${filter} -- "$word"`;
      return completion.extension === undefined
        ? `${files}); found=1`
        : `${files}; compgen -d -- "$word"); found=1`;
    }
    case "directory":
      return `mapfile -t COMPREPLY < <(compgen -d -- "$word"); found=1`;
    default:
      return "found=1";
  }
}

function zshScript(commands: readonly CommandWords[], globals: readonly OptionWords[]): string {
  const listed = commands.map(({ name, summary }) => `    ${zshWord(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options, argument }) => {
    const lines = [...options.flatMap(zshOption), zshWord(`*:argument:${zshAction(argument)}`)];
    return `    ${name}) _arguments -s \\\n      ${lines.join(" \\\n      ")} ;;`;
  });
  return `#compdef ctrc
# Completion of ctrc for zsh; made by \`ctrc completion zsh\`.
_ctrc() {
  local -a commands
  commands=(
${listed.join("\n")}
    'help:print the help of a command'
  )
  if ((CURRENT == 2)); then
    if [[ $words[2] == -* ]]; then
      _arguments \\
        ${globals.flatMap(zshOption).join(" \\\n        ")}
    else
      _describe command commands
    fi
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join("\n")}
    help) _describe command commands ;;
  esac
}
_ctrc "$@"
`;
}

function zshOption({ flags, description, value }: OptionWords): string[] {
  const text = description.replace(/[[\]\\:]/g, "\\$&");
  return flags.map((flag) =>
    zshWord(`${flag}[${text}]${value === undefined ? "" : `:value:${zshAction(value)}`}`),
  );
}

function zshAction(completion: Completion): string {
  switch (completion.kind) {
    case "words":
      return `(${completion.words.join(" ")})`;
    case "file":
      return completion.extension === undefined ? "_files" : `_files -g "*.${completion.extension}"`;
    case "directory":
      return "_files -/";
    case "none":
      return "";
  }
}

function zshWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishScript(commands: readonly CommandWords[], globals: readonly OptionWords[]): string {
  const word = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
  const names = commands.map(({ name }) => name).join(" ");
  const option = ({ flags, description, value }: OptionWords): string =>
    [
      ...flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)),
      ...(value === undefined ? [] : ["-r", fishValue(value)]),
      `-d ${word(description)}`,
    ]
      .filter((part) => part !== "")
      .join(" ");
  const lines = [
    "# Completion of ctrc for fish; made by `ctrc completion fish`.",
    "complete -c ctrc -f",
    ...globals.map((global) => `complete -c ctrc -n __fish_use_subcommand ${option(global)}`),
    ...commands.map(
      ({ name, summary }) => `complete -c ctrc -n __fish_use_subcommand -a ${name} -d ${word(summary)}`,
    ),
    `complete -c ctrc -n __fish_use_subcommand -a help -d ${word("print the help of a command")}`,
    `complete -c ctrc -n '__fish_seen_subcommand_from help' -a '${names}'`,
    ...commands.flatMap(({ name, options, argument }) => {
      const seen = `complete -c ctrc -n '__fish_seen_subcommand_from ${name}'`;
      return [
        ...options.map((each) => `${seen} ${option(each)}`),
        ...(argument.kind === "none" ? [] : [`${seen} ${fishValue(argument)}`]),
      ];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function fishValue(completion: Completion): string {
  switch (completion.kind) {
    case "words":
      return `-a '${completion.words.join(" ")}'`;
    case "file":
      return completion.extension === undefined
        ? "-F"
        : `-a '(__fish_complete_suffix .${completion.extension})'`;
    case "directory":
      return "-a '(__fish_complete_directories)'";
    case "none":
      return "";
  }
}
