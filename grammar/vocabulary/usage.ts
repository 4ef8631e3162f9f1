import type { ArgumentRow, ArgumentType, ClauseRow, FormRow } from "./schema.ts";

/** How a form is written, in one line: `run CONTAINER [keep as KEEP] $ COMMAND`. */
export function usage(keyword: string, form: FormRow): string {
  const parts = keyword === "$" ? [] : [keyword];
  for (const element of form.pattern) {
    const text = element.kind === "keyword" ? element.word : argumentUsage(element);
    parts.push(element.optional === true ? `[${text}]` : text);
  }
  for (const clause of form.clauses ?? []) {
    const text = clauseUsage(clause);
    parts.push(clause.required === true ? text : `[${text}]${clause.repeatable === true ? "…" : ""}`);
  }
  if (form.command === true) parts.push("$ COMMAND");
  if (form.block !== undefined) parts.push("{ … }");
  return parts.join(" ");
}

export function clauseUsage(clause: ClauseRow): string {
  return [...clause.words, ...clause.arguments.map(argumentUsage)].join(" ");
}

function argumentUsage(row: ArgumentRow): string {
  const name = placeholder(row);
  const text = row.type.kind === "list" ? `[${name}, …]` : name;
  return row.repeated === true ? `${text} …` : text;
}

/** Arguments that are called after their clause, or `value`, say more by their type. */
const UNTELLING = new Set([
  "as",
  "keep",
  "to",
  "stdin",
  "timeout",
  "value",
  "max",
  "seed",
  "size",
  "links",
  "rbps",
  "wbps",
  "riops",
  "wiops",
]);

const BY_TYPE: Partial<Record<ArgumentType["kind"], string>> = {
  declares: "NAME",
  count: "COUNT",
  size: "SIZE",
  duration: "DURATION",
  string: "TEXT",
  path: "PATH",
  cpus: "CPUS",
  list: "NAME",
};

/** What stands for an argument in a usage line, in capitals. */
export function placeholder({ name, type }: ArgumentRow): string {
  if (type.kind === "names" && UNTELLING.has(name)) return (type.of[0] ?? "name").toUpperCase();
  const byType = UNTELLING.has(name) ? BY_TYPE[type.kind] : undefined;
  return byType ?? name.toUpperCase();
}

/** What an argument takes, for messages and the reference: "a size". */
export function typePhrase(type: ArgumentType): string {
  switch (type.kind) {
    case "declares":
      return "a new name";
    case "names":
      return `the name of ${type.of.map(kindPhrase).join(" or ")}`;
    case "count":
      return withWords("a whole number", type.words);
    case "size":
      return withWords("a size", type.words);
    case "duration":
      return "a duration";
    case "percent":
      return "a percentage";
    case "cpu-quota":
      return "a percentage of one CPU, `max`, or quota and period in a string";
    case "word":
      return `${article(type.noun)} ${type.noun}`;
    case "string":
      return "a string in quotes";
    case "text":
      return "a word or a string in quotes";
    case "path":
      return "a path in quotes";
    case "cpus":
      return "CPU numbers";
    case "range":
      return "a range such as `1..10`";
    case "operator":
      return "`<`, `<=`, `>` or `>=`";
    case "shell":
      return '`shell """…"""`';
    case "literal":
      return type.noun;
    case "value":
      return "a value";
    case "values":
      return "a list of values, or a range";
    case "list":
      return `a list, each ${typePhrase(type.of)}`;
  }
}

/** A kind of name as a sentence has it: "a cgroup". */
export function kindPhrase(kind: string): string {
  const noun =
    { instance: "started container", snapshot: "committed image", block: "check or measure" }[kind] ?? kind;
  return `${article(noun)} ${noun}`;
}

function withWords(phrase: string, words: readonly string[] | undefined): string {
  return [phrase, ...(words ?? []).map((word) => `\`${word}\``)].join(" or ");
}

function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? "an" : "a";
}
