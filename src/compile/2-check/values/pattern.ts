/** What can stand before a sign that repeats: without one of these, there is nothing to repeat. */
const REPEATING = "*+?";

/**
 * Why a text is no extended regular expression of POSIX, as bash's `=~` takes it, and what to write. What C libraries
 * disagree about passes: the script finds it out.
 * @returns undefined where nothing is certainly wrong
 */
export function patternFault(pattern: string): string | undefined {
  let open = 0;
  let canRepeat = false;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] ?? "";
    if (sign === "\\") {
      at += 1;
      if (at === pattern.length) return "a backslash at its end escapes nothing: write `\\\\\\\\` in quotes";
      canRepeat = true;
    } else if (sign === "[") {
      const end = bracketEnd(pattern, at);
      if (end === undefined) return "close its `[` with `]`, or write `\\\\[` in quotes";
      const backward = /([a-z])-([a-z])|([0-9])-([0-9])/g;
      for (const [written, ...ends] of pattern.slice(at + 1, end).matchAll(backward)) {
        const [low = "", high = ""] = ends.filter((each) => each !== undefined);
        if (low > high) return `\`${written}\` ends before it begins: write \`${high}-${low}\``;
      }
      at = end;
      canRepeat = true;
    } else if (REPEATING.includes(sign)) {
      if (!canRepeat) return `there is nothing for \`${sign}\` to repeat: write \`\\\\${sign}\` in quotes`;
    } else if (sign === "(") {
      open += 1;
      canRepeat = false;
    } else if (sign === ")" && open > 0) {
      open -= 1;
      canRepeat = true;
    } else {
      canRepeat = sign !== "|" && sign !== "^";
    }
  }
  return open === 0 ? undefined : "close its `(` with `)`, or write `\\\\(` in quotes";
}

/** Where the `]` is of a `[` at this place; a `]` that comes first, and one of a class such as `[:digit:]`, closes nothing. */
function bracketEnd(pattern: string, from: number): number | undefined {
  let at = from + 1;
  if (pattern[at] === "^") at += 1;
  if (pattern[at] === "]") at += 1;
  while (at < pattern.length) {
    if (pattern[at] === "]") return at;
    const kind = pattern[at] === "[" ? (pattern[at + 1] ?? "") : "";
    if (kind !== "" && ":.=".includes(kind)) {
      const close = pattern.indexOf(`${kind}]`, at + 2);
      if (close < 0) return undefined;
      at = close + 2;
    } else {
      at += 1;
    }
  }
  return undefined;
}
