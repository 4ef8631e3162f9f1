import { describe, expect, test } from "vitest";
import { newerBash } from "./newer-bash.ts";
import { caseNames, scriptOf } from "./scripts.ts";

const NEWER: Readonly<Record<string, string>> = {
  "a name reference": "local -n result=$1",
  "waiting for any child": "wait -n",
  "asking for an element": "[[ -v seen[$key] ]]",
  "unsetting the last element": "unset 'stack[-1]'",
  "writing the last element": "stack[-1]=new",
  "quoting a value": 'echo "${path@Q}"',
  "quoting all values": 'echo "${paths[@]@Q}"',
  "reading to a NUL": "mapfile -d '' -t files <list",
  "reading to a NUL, and more": "readarray -t -d '' files <list",
  "options of a function": "local -",
  "errexit in substitutions": "shopt -s inherit_errexit",
  "seconds of the clock": "now=$EPOCHSECONDS",
  "microseconds of the clock": "now=$EPOCHREALTIME",
  "the name of the script": "BASH_ARGV0=other",
  "waiting until it has ended": 'wait -f "$child"',
  "which child it was": "wait -p child",
  "random numbers": "echo $SRANDOM",
  "an associative array as a list": "declare -A ages=(tom 3)",
  "a substitution without a fork": "name=${ uname; }",
  "six digits of a time": "TIMEFORMAT=%6R",
  "the time without an argument": "printf '%(%s)T'",
};

const OLD: Readonly<Record<string, string>> = {
  "a variable that is asked for": "if [[ -n ${EPOCHREALTIME-} ]]; then now=${EPOCHREALTIME/[.,]/}; fi",
  "an associative array by its keys": "declare -A ages=([tom]=3)",
  "an empty associative array": "declare -A ages=()",
  "the time now": "printf -v now '%(%s)T' -1",
  "the last element": 'echo "${stack[-1]}"',
  "all of an array that may be empty": 'run ${words[@]+"${words[@]}"}',
  "waiting for a child": 'wait "$child"',
  "a comment": "x=1 # not ${x@Q}",
};

describe("what is newer than bash 4.2 is found:", () => {
  test.each(Object.entries(NEWER))("%s", (_, line) => {
    expect(newerBash(line)).toHaveLength(1);
  });

  test.each(Object.entries(OLD))("but not %s", (_, line) => {
    expect(newerBash(line)).toEqual([]);
  });
});

test.each(caseNames)("the script of %s has none of it", async (name) => {
  expect(newerBash(await scriptOf(name))).toEqual([]);
});
