import type {
  ArgumentRow,
  ArgumentType,
  ClauseRow,
  DeclaredKind,
  FormRow,
  KeywordElement,
  StatementRow,
  WordRow,
} from "./schema.ts";

/** A statement that is written in one way only. */
export function statement(keyword: string, documentation: string, form: FormRow): StatementRow {
  return { keyword, documentation, forms: [form] };
}

/** Statements of which each sets one thing: their values stand in one column. */
export function settings(...rows: StatementRow[]): StatementRow[] {
  return rows.map((row) => ({ ...row, columns: 1 }));
}

export function keyword(word: string): KeywordElement {
  return { kind: "keyword", word };
}

export function optionalKeyword(word: string): KeywordElement {
  return { kind: "keyword", word, optional: true };
}

export function argument(name: string, type: ArgumentType): ArgumentRow {
  return { kind: "argument", name, type };
}

export function optional(name: string, type: ArgumentType): ArgumentRow {
  return { kind: "argument", name, type, optional: true };
}

export function repeated(name: string, type: ArgumentType): ArgumentRow {
  return { kind: "argument", name, type, repeated: true };
}

/** A clause named by `words`, blank-separated, that may be left out. */
export function clause(words: string, documentation: string, ...parts: ArgumentRow[]): ClauseRow {
  return { words: words.split(" "), arguments: parts, documentation };
}

export function declares(of: DeclaredKind): ArgumentType {
  return { kind: "declares", of };
}

export function names(...of: DeclaredKind[]): ArgumentType {
  return { kind: "names", of };
}

/** Counts above a thousand million are a slip of the hand, not an experiment. */
export const COUNT_MAXIMUM = 1_000_000_000;

export function count(minimum: number, maximum: number = COUNT_MAXIMUM): ArgumentType {
  return { kind: "count", minimum, maximum };
}

export function words(noun: string, ...rows: WordRow[]): ArgumentType {
  return { kind: "word", noun, words: rows };
}

export function built(word: string, documentation: string): WordRow {
  return { word, documentation };
}

export const STRING: ArgumentType = { kind: "string" };
export const FIXED_STRING: ArgumentType = { kind: "string", fixed: true };
export const TEXT: ArgumentType = { kind: "text" };
export const HOST_PATH: ArgumentType = { kind: "path", where: "host" };
export const CONTAINER_PATH: ArgumentType = { kind: "path", where: "container" };
export const CPUS: ArgumentType = { kind: "cpus" };
export const DURATION: ArgumentType = { kind: "duration", minimumNs: 0 };
export const POSITIVE_DURATION: ArgumentType = { kind: "duration", minimumNs: 1 };
export const SIZE: ArgumentType = { kind: "size", minimumBytes: 0 };
export const POSITIVE_SIZE: ArgumentType = { kind: "size", minimumBytes: 1 };
export const MODE: ArgumentType = {
  kind: "literal",
  noun: "a file mode",
  pattern: "[0-7]{3,4}",
  form: "three or four octal digits, such as `755` or `1777`",
};
export const ID = count(0, 4_294_967_294);

/** Of commands: the action goes on with exit status 124. */
export const TIMEOUT = clause(
  "timeout",
  "end it by force after this long",
  argument("timeout", POSITIVE_DURATION),
);
/** Of all else. */
export const TIME_LIMIT = clause(
  "timeout",
  "how long it may take; then what it has started is killed, and the run ends",
  argument("timeout", POSITIVE_DURATION),
);
/** Of what is made ready before the first check or measure. */
export const SET_UP_LIMIT = clause(
  "timeout",
  "how long it may take to make it; then what that has started is killed, and the run ends",
  argument("timeout", POSITIVE_DURATION),
);
export const STDIN = clause("stdin", "what it reads on standard input", argument("stdin", STRING));
