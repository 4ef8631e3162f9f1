import type { Diagnostic } from "../types/diagnostic.ts";
import type { SourceFile, Span } from "../types/span.ts";

/** What the checker says of a name that nothing declares. */
const ABOUT_NAMES: ReadonlySet<string> = new Set(["unknown-name", "unknown-reference"]);

/** What the parser says of a file whose declarations nobody saw. */
const LOSING_FILES: ReadonlySet<string> = new Set([
  "import-not-found",
  "import-not-literal",
  "not-text",
  "recipe-too-large",
]);

/** What the parser says of words after `$`: the line before that was read as it is. */
const IN_COMMANDS: ReadonlySet<string> = new Set(["shell-operator", "shell-variable", "unclosed-quote"]);

/** What is only worth saying of a recipe that is understood as a whole. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  "unused-declaration",
  "nothing-to-run",
  "missing-recipe",
  "missing-root",
  "no-actions",
  "measure-without-repeat",
]);

/** What the parser found, without the `}` of a block whose `{` is missing: that the checker says where it is missing. */
export function withoutOrphans(syntax: readonly Diagnostic[], semantic: readonly Diagnostic[]): Diagnostic[] {
  const openers = semantic.filter(({ code }) => code === "missing-block").map(({ span }) => span);
  const explained = new Set<Diagnostic>();
  for (const opener of openers) {
    const closer = syntax.find(
      (each) =>
        each.code === "stray-bracket" &&
        !explained.has(each) &&
        each.span.file === opener.file &&
        each.span.start > opener.start &&
        each.span.column === opener.column,
    );
    if (closer !== undefined) explained.add(closer);
  }
  return syntax.filter((each) => !explained.has(each));
}

/**
 * What the checker found, without what only follows from a mistake in the syntax: on a line that could not be read,
 * about names that such a line may have declared, or about what it may have held.
 */
export function withoutFollowOn(
  semantic: readonly Diagnostic[],
  syntax: readonly Diagnostic[],
  sources: readonly SourceFile[],
): Diagnostic[] {
  const errors = syntax.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return [...semantic];
  const places = new Map(
    errors.map(({ code, span }) => [place(span), IN_COMMANDS.has(code) ? span.start : 0]),
  );
  const lost = errors.some(({ code }) => LOSING_FILES.has(code));
  const lines = linesOf(sources);
  const unread = errors.filter(({ code }) => !IN_COMMANDS.has(code));
  const names = new Set(unread.flatMap(({ span }) => words(lines.get(span.file)?.[span.line - 1] ?? "")));
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  return semantic.filter(({ code, span }) => {
    const unreadFrom = places.get(place(span)) ?? Number.POSITIVE_INFINITY;
    if (span.start >= unreadFrom || OF_THE_WHOLE.has(code)) return false;
    if (!ABOUT_NAMES.has(code)) return true;
    const written = texts.get(span.file)?.slice(span.start, span.end) ?? "";
    return !lost && !words(written).some((word) => names.has(word));
  });
}

function place({ file, line }: Span): string {
  return `${line}:${file}`;
}

function words(text: string): string[] {
  return text.match(/[A-Za-z0-9_-]+/g) ?? [];
}

function linesOf(sources: readonly SourceFile[]): Map<string, string[]> {
  return new Map(sources.map(({ file, text }) => [file, text.split(/\r\n|\r|\n/)]));
}
