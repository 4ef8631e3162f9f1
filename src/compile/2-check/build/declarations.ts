import type { Cgroup, Cores, Limit, Requirement, Storage } from "../../../types/declared.ts";
import type { Piece, Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import type { Entry } from "../entry.ts";
import { merged } from "../merged.ts";
import { readEntry, type Values } from "../read-entry.ts";
import { timeoutOf } from "./timeout.ts";

export function buildRequirement(entry: Entry, context: Context): Requirement | undefined {
  const values = readEntry(entry, context);
  if (values === undefined) return undefined;
  const { span } = entry.statement;
  const { keywords } = entry.match;
  if (keywords.has("root")) return { kind: "root", span };
  if (keywords.has("program")) return { kind: "program", program: values.literal("program"), span };
  if (keywords.has("kernel")) return { kind: "kernel", version: values.literal("version"), span };
  return { kind: "free", sizeBytes: values.text("size"), span };
}

export function buildCgroup(entry: Entry, name: string, context: Context): Cgroup {
  const chosen = entry.entries.find(isChoice);
  const limits = entry.entries
    .filter((each) => each !== chosen)
    .map((each) => buildLimit(each, context))
    .filter((each) => each !== undefined);
  const cores = chosen === undefined ? undefined : buildCores(chosen, context);
  return { name, limits, ...(cores === undefined ? {} : { cores }), span: entry.statement.span };
}

/** `cpuset.cpus auto 2` */
function isChoice({ form }: Entry): boolean {
  return form.pattern.some((element) => element.kind === "keyword" && element.word === "auto");
}

function buildCores(entry: Entry, context: Context): Cores | undefined {
  const values = readEntry(entry, context);
  return values === undefined ? undefined : { count: values.text("cores"), span: entry.statement.span };
}

const IO_KEYS = ["rbps", "wbps", "riops", "wiops"];

function buildLimit(entry: Entry, context: Context): Limit | undefined {
  const values = readEntry(entry, context);
  if (values === undefined) return undefined;
  return { file: entry.keyword, value: limitValue(values), span: entry.statement.span };
}

/** What is written to the interface file of a limit. */
export function limitValue(values: Values): Text {
  const value: Piece[] = [...values.joined("value")];
  for (const key of IO_KEYS) {
    const text = values.optionalText(key);
    if (text !== undefined) value.push(` ${key}=`, ...text);
  }
  return merged(value);
}

export function buildStorage(entry: Entry, name: string, context: Context): Storage {
  const values = new Map(entry.entries.map((each) => [each.keyword, readEntry(each, context)]));
  const text = (keyword: string): Text | undefined => values.get(keyword)?.optionalText(keyword);
  return {
    name,
    driver: text("driver") ?? ["overlay"],
    sizeBytes: text("size"),
    device: text("device"),
    filesystem: text("filesystem"),
    timeoutNs: timeoutOf(entry, context),
    span: entry.statement.span,
    settingSpans: Object.fromEntries(
      entry.entries.map(({ keyword, statement }) => [keyword, statement.span]),
    ),
  };
}
