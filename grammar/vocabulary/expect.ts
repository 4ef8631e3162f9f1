import {
  argument,
  built,
  CONTAINER_PATH,
  CPUS,
  count,
  DURATION,
  keyword,
  names,
  optionalKeyword,
  repeated,
  SIZE,
  STRING,
  words,
} from "./build.ts";
import type { ArgumentType, Element, FormRow, StatementRow } from "./schema.ts";

const TEST: ArgumentType = words(
  "test",
  built("is", "the same text; newlines at its end do not count"),
  built("contains", "the text is somewhere in it"),
  built("matches", "an extended regular expression matches somewhere in it"),
);
const OPERATOR: ArgumentType = { kind: "operator" };

function form(documentation: string, example: string, ...pattern: Element[]): FormRow {
  return { pattern, documentation, example: `expect ${example}`, repeatable: true };
}

/** The same about a named container: `expect server stdout is "…"`. */
function aboutNamed(form: FormRow): FormRow {
  const pattern = [argument("subject", names("instance")), ...form.pattern];
  return { ...form, pattern, example: form.example.replace("expect", "expect server") };
}

const aboutEither: readonly FormRow[] = [
  form(
    "How it ended. 128 and more is a signal.",
    "exit not 0",
    keyword("exit"),
    optionalKeyword("not"),
    argument("status", count(0, 255)),
  ),
  form(
    "What it wrote on standard output.",
    'stdout contains "hello"',
    keyword("stdout"),
    argument("test", TEST),
    argument("value", STRING),
  ),
  form(
    "What it wrote on standard error.",
    'stderr matches "unreachable$"',
    keyword("stderr"),
    argument("test", TEST),
    argument("value", STRING),
  ),
  form(
    "The kernel killed a process of it because its cgroup was out of memory. After `run`, or about a container that is named.",
    "oom",
    keyword("oom"),
  ),
  form("It did not.", "not oom", keyword("not"), keyword("oom")),
  form(
    "What a file holds: of the container that is named, or of the host after `host`.",
    'file "/etc/motd" contains "hello"',
    keyword("file"),
    argument("path", CONTAINER_PATH),
    argument("test", TEST),
    argument("value", STRING),
  ),
  form(
    "The most memory that it used. After `run`, or about a container that is named.",
    "memory.peak < 10MiB",
    keyword("memory.peak"),
    argument("operator", OPERATOR),
    argument("size", SIZE),
  ),
];

const aboutNamedOnly: readonly FormRow[] = [
  form("The CPUs that it may run on.", "cpus 0-3", keyword("cpus"), repeated("cpus", CPUS)),
  form("The cgroup that it is in.", "in small", keyword("in"), argument("cgroup", names("cgroup"))),
];

export const expectRow: StatementRow = {
  keyword: "expect",
  documentation: "What must be true of the action before it, or of a container that is named.",
  forms: [
    ...aboutEither,
    form(
      "How long it took.",
      "time < 2s",
      keyword("time"),
      argument("operator", OPERATOR),
      argument("duration", DURATION),
    ),
    form(
      "In a measure: the median of all runs.",
      "median time < 50ms",
      keyword("median"),
      keyword("time"),
      argument("operator", OPERATOR),
      argument("duration", DURATION),
    ),
    ...[...aboutEither, ...aboutNamedOnly].map(aboutNamed),
  ],
};
