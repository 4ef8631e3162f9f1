import { bashFunction } from "./recipe.ts";

/**
 * A function that prints the variables of the script itself: what a failed run knew is written beside its results.
 * @param lines the script so far
 */
export function writeVariables(lines: readonly string[]): string[] {
  const assigned = new Set<string>();
  const quoted = new Set<string>();
  for (const line of lines) {
    if (/^\s*#/.test(line)) continue;
    for (const name of assignedIn(line)) {
      assigned.add(name);
      // Shellcheck takes quotes in a value for a command line that somebody tries to quote.
      if (line.includes("\\") || /"/.test(singleQuoted(line)) || OPEN_TEXT.test(line)) quoted.add(name);
    }
  }
  const names = [...assigned]
    .filter((name) => !quoted.has(name) && !COPIES.has(name) && !SECRET.has(name) && !SHELLS_OWN.has(name))
    .sort();
  const comment = ["# Prints what this script knows; a failed step leaves it in variables.txt."];
  return bashFunction("variables_print", comment, inColumns("declare -p", names));
}

/** They have quotes from elsewhere. */
const COPIES = new Set(["JUDGED"]);

/** The caller's environment is nobody else's business. */
const SECRET = new Set(["CALLER_WORDS"]);

/** A text that goes on in the next lines, which may have quotes. */
const OPEN_TEXT = /='[^']*$/;

const SHELLS_OWN = new Set(["HOME", "IFS", "LC_ALL", "PATH", "REPLY", "TZ"]);

/** Words after which an assignment may stand, besides another assignment and the end of a case's pattern. */
const BEFORE_ASSIGNMENT = new Set(["", "||", "&&", "then", "else", "do", "{", "declare", "-A", "-gA"]);

function singleQuoted(line: string): string {
  return [...line.matchAll(/'([^']*)'/g)].map(([, text = ""]) => text).join("");
}

function assignedIn(line: string): string[] {
  const names: string[] = [];
  let before = "";
  for (const word of line.trim().split(/\s+/)) {
    const name = /^(v_\w+|[A-Z][A-Z0-9_]*)(\[[^\]]*\])?\+?=/.exec(word)?.[1];
    if (name !== undefined && (BEFORE_ASSIGNMENT.has(before) || /=|[;)]$/.test(before))) names.push(name);
    before = word;
  }
  return names;
}

const WIDTH = 100;

function inColumns(start: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = start;
  for (const word of words) {
    if (line.length + word.length > WIDTH) {
      lines.push(`${line} \\`);
      line = " ";
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
