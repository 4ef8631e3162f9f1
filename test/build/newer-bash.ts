/** What bash 4.2, the oldest that scripts run on, does not know or takes for something else. */
interface Construct {
  readonly name: string;
  /** The bash that brought it. */
  readonly since: string;
  readonly pattern: RegExp;
}

const CONSTRUCTS: readonly Construct[] = [
  { name: "local -n", since: "4.3", pattern: /\b(?:local|declare|typeset)\s+-\w*n/ },
  { name: "wait -n", since: "4.3", pattern: /\bwait\s+-\w*n/ },
  { name: "[[ -v array[key] ]]", since: "4.3", pattern: /-v\s+'?\w+\[/ },
  {
    name: "an array's end, counted from behind, written or unset",
    since: "4.3",
    pattern: /(?:^|[\s;'"])\w+\[-\d+\](?:=|'|")/,
  },
  { name: "${x@Q}", since: "4.4", pattern: /\$\{[\w!]+(?:\[[^\]]*\])?@[A-Za-z]\}/ },
  { name: "mapfile -d", since: "4.4", pattern: /\b(?:mapfile|readarray)\s+(?:-\w+\s+)*-\w*d/ },
  { name: "local -", since: "4.4", pattern: /\blocal\s+-(?:\s|;|$)/ },
  { name: "inherit_errexit", since: "4.4", pattern: /\binherit_errexit\b/ },
  { name: "EPOCHSECONDS", since: "5.0", pattern: /\bEPOCHSECONDS\b/ },
  // Asked whether it is there, it tells what the clock is.
  { name: "EPOCHREALTIME", since: "5.0", pattern: /\$EPOCHREALTIME\b|\$\{EPOCHREALTIME\}/ },
  { name: "BASH_ARGV0", since: "5.0", pattern: /\bBASH_ARGV0\b/ },
  { name: "wait -f", since: "5.0", pattern: /\bwait\s+-\w*f/ },
  { name: "wait -p", since: "5.1", pattern: /\bwait\s+-\w*p/ },
  { name: "SRANDOM", since: "5.1", pattern: /\bSRANDOM\b/ },
  {
    name: "an associative array from a list of keys and values",
    since: "5.1",
    pattern: /-A\s+\w+=\((?!\)|\[)\S/,
  },
  { name: "${ command; }", since: "5.3", pattern: /\$\{[ |]/ },
  { name: "TIMEFORMAT with six digits", since: "5.3", pattern: /TIMEFORMAT=.*%[4-9]/ },
  { name: "the clock without -1", since: "4.3", pattern: /%\([^)]*\)T['"]?\s*(?:$|[;|&)\\])/ },
];

/** The lines of a script, with their numbers, that would not do on bash 4.2. Comments are not looked into. */
export function newerBash(script: string): string[] {
  return script.split("\n").flatMap((line, at) => {
    const code = line.replace(/(^|\s)#.*$/, "");
    return CONSTRUCTS.filter(({ pattern }) => pattern.test(code)).map(
      ({ name, since }) => `line ${at + 1}: ${name} needs bash ${since}: ${line.trim()}`,
    );
  });
}
