import type { BashFile } from "../../types/bash.ts";

/** A file of the runtime, taken apart. */
export interface BashFamily {
  readonly file: string;
  /** The file's first comment line: what its functions have in common. */
  readonly title: string;
  /** Lines before the first function: constants that the functions share. */
  readonly preamble: readonly string[];
  readonly functions: readonly BashFunction[];
}

export interface BashFunction {
  readonly name: string;
  /** From the comment right above it to its closing brace. */
  readonly lines: readonly string[];
}

/**
 * Takes a file apart: a title line, perhaps constants, then functions (`name() {` … `}` at column 0).
 * @throws Error for a line that belongs to none of them; a mistake in our own file
 */
export function parseBash({ file, text }: BashFile): BashFamily {
  const [title = "", ...lines] = text.replace(/\n+$/, "").split("\n");
  if (!title.startsWith("#")) throw new Error(`${file}: the first line is no comment`);
  const preamble: string[] = [];
  const functions: BashFunction[] = [];
  let comment: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const opened = /^([a-z][a-z0-9_]*)\(\) ([{(])/.exec(line);
    if (opened !== null) {
      const [, name = "", opener] = opened;
      const closer = opener === "{" ? "}" : ")";
      const end = line.endsWith(closer) ? at : lines.indexOf(closer, at);
      if (end < 0) throw new Error(`${file}:${at + 2}: ${name} is not closed`);
      const own = lines.slice(at, end + 1);
      functions.push({ name, lines: [...comment, ...own] });
      comment = [];
      at = end;
    } else if (line.startsWith("#")) {
      comment.push(line);
    } else if (functions.length === 0) {
      preamble.push(...comment, line);
      comment = [];
    } else if (line === "") {
      comment = [];
    } else {
      throw new Error(`${file}:${at + 2}: a line after the first function that belongs to none`);
    }
  }
  return { file, title, preamble: trimBlank(preamble), functions };
}

/** Words outside comments, whatever they are: variables, functions, text. */
export function wordsOf(lines: readonly string[]): Set<string> {
  return found(lines, /(\w+)/g);
}

const KEYWORDS = "do|elif|else|if|then|trap|until|while";

const CALL = new RegExp(
  `(?:^|[;&|({!)]|\\b(?:${KEYWORDS})\\b)[ \\t]*(?:(?:${KEYWORDS}|!)[ \\t]+)*(\\w+)`,
  "gm",
);

/** Words outside comments that stand where bash takes a word as a command. */
export function callsOf(lines: readonly string[]): Set<string> {
  return found(lines, CALL);
}

/** Names that the lines at the top of a file give a value: what begins empty is for the functions of the file to fill. */
function constantsOf({ preamble }: BashFamily): Set<string> {
  return found(preamble, /^(\w+)=(?!''|\(\)|\s|$)/g);
}

/** What a pattern's first group holds, wherever it matches outside comments. Line by line: scripts can be long. */
function found(lines: readonly string[], pattern: RegExp): Set<string> {
  const words = new Set<string>();
  for (const line of lines) {
    if (/^\s*#/.test(line)) continue;
    for (const [, word = ""] of line.matchAll(pattern)) words.add(word);
  }
  return words;
}

/** Blank lines at both ends left out. */
function trimBlank(lines: readonly string[]): string[] {
  const isFull = (line: string) => line !== "";
  return lines.slice(Math.max(lines.findIndex(isFull), 0), lines.findLastIndex(isFull) + 1);
}

/** The functions that are called from a start, directly or not, and the constants that they use. */
export class Reach {
  readonly #families: readonly BashFamily[];
  readonly #byName = new Map<string, BashFunction>();
  readonly #familyOf = new Map<BashFunction, BashFamily>();
  readonly #familyOfConstant = new Map<string, BashFamily>();
  readonly #taken = new Set<BashFunction>();
  /** Of what was taken, or of a constant that it uses. */
  readonly #takenFamilies = new Set<BashFamily>();
  /** Every command of what was taken so far. */
  readonly calls = new Set<string>();

  constructor(families: readonly BashFamily[]) {
    this.#families = families;
    for (const family of families) {
      for (const one of family.functions) {
        if (this.#byName.has(one.name)) throw new Error(`${family.file}: ${one.name} is defined twice`);
        this.#byName.set(one.name, one);
        this.#familyOf.set(one, family);
      }
      for (const name of constantsOf(family)) this.#familyOfConstant.set(name, family);
    }
  }

  /**
   * Takes every function among the commands, and what those call.
   * @returns whether there was anything new
   */
  take(calls: Iterable<string>): boolean {
    const waiting = [...calls];
    const before = this.calls.size;
    for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) {
      if (this.calls.has(call)) continue;
      this.calls.add(call);
      const found = this.#byName.get(call);
      if (found === undefined) continue;
      this.#taken.add(found);
      waiting.push(...callsOf(found.lines));
      const used = [...wordsOf(found.lines)].map((word) => this.#familyOfConstant.get(word));
      for (const family of [this.#familyOf.get(found), ...used]) {
        if (family === undefined || this.#takenFamilies.has(family)) continue;
        this.#takenFamilies.add(family);
        waiting.push(...callsOf(family.preamble));
      }
    }
    return this.calls.size > before;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The lines of all functions that were taken, and of the constants that they share. */
  lines(): string[] {
    return [
      ...[...this.#takenFamilies].flatMap(({ preamble }) => preamble),
      ...[...this.#taken].flatMap(({ lines }) => lines),
    ];
  }

  /** What was taken, in the order of the files, under the title of each. */
  text(): string[] {
    return this.#families.flatMap((family) => {
      if (!this.#takenFamilies.has(family)) return [];
      const functions = family.functions.filter((one) => this.#taken.has(one));
      const preamble = family.preamble.length === 0 ? [] : ["", ...family.preamble];
      const texts = functions.flatMap(({ lines }) => ["", ...lines]);
      return [family.title, ...preamble, ...texts, ""];
    });
  }
}
