import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { meant } from "./edits.ts";
import { someOf } from "./lists.ts";

/**
 * A keyword that the language does not have, or not in this block.
 * @param limit what the language calls it, where it is a file of cgroup version 1
 */
export function unknownStatement(
  span: Span,
  keyword: string,
  block: string,
  candidates: readonly string[],
  limit?: string,
): Diagnostic {
  return {
    code: "unknown-statement",
    severity: "error",
    span,
    message: `\`${keyword}\` is no statement of ${block}`,
    ...(limit === undefined
      ? meant(span, keyword, candidates, `${block} takes ${someOf(candidates)}`)
      : {
          help: `write \`${limit}\`: limits are called as in version 2, and mapped where a host has version 1`,
        }),
  };
}

/** A statement of the language in a block that does not take it. */
export function misplacedStatement(
  span: Span,
  keyword: string,
  block: string,
  homes: readonly string[],
): Diagnostic {
  return {
    code: "misplaced-statement",
    severity: "error",
    span,
    message: `\`${keyword}\` does not stand in ${block}`,
    help: `it belongs in ${homes.join(", or in ")}`,
  };
}

/** A line that is a bare command where nothing says who runs it. */
export function bareCommand(span: Span, block: string): Diagnostic {
  return {
    code: "bare-command",
    severity: "error",
    span,
    message: `in ${block} a command does not stand alone`,
    help: "say who runs it: `host $ …`, or `run CONTAINER $ …` in a `check` or `measure`",
  };
}

/** A statement that stands once, and stands twice. */
export function repeatedStatement(span: Span, keyword: string, block: string, first: Span): Diagnostic {
  return {
    code: "repeated-statement",
    severity: "error",
    span,
    message: `\`${keyword}\` stands twice in ${block}`,
    help: "keep one of them",
    related: [{ span: first, message: "here is the first" }],
  };
}

export function missingBlock(span: Span, keyword: string, help: string): Diagnostic {
  return {
    code: "missing-block",
    severity: "error",
    span,
    message: `\`${keyword}\` needs a block`,
    help,
  };
}

export function unexpectedBlock(span: Span, keyword: string, usage: string): Diagnostic {
  return {
    code: "unexpected-block",
    severity: "error",
    span,
    message: `\`${keyword}\` takes no block`,
    help: `it is written \`${usage}\``,
  };
}

export function missingCommand(span: Span, keyword: string, usage: string): Diagnostic {
  return {
    code: "missing-command",
    severity: "error",
    span,
    message: `\`${keyword}\` needs a command`,
    help: `it is written \`${usage}\``,
  };
}

export function unexpectedCommand(span: Span, keyword: string, usage: string): Diagnostic {
  return {
    code: "unexpected-command",
    severity: "error",
    span,
    message: `\`${keyword}\` takes no command`,
    help: `it is written \`${usage}\``,
  };
}

/** Something that the language has and this release does not do. */
export function notYetBuilt(span: Span, what: string): Diagnostic {
  return {
    code: "not-yet-built",
    severity: "error",
    span,
    message: `not yet built: ${what}`,
    help: "the language has it, this release does not; leave it out for now",
  };
}

/** A recipe that declares things and does nothing with them. */
export function nothingToRun(span: Span, name: string): Diagnostic {
  return {
    code: "nothing-to-run",
    severity: "warning",
    span,
    message: `the recipe \`${name}\` has no \`check\` and no \`measure\``,
    help: "add one: `check NAME { run CONTAINER $ COMMAND }`",
  };
}

/** A file without a `recipe` statement. */
export function missingRecipe(span: Span): Diagnostic {
  return {
    code: "missing-recipe",
    severity: "error",
    span,
    message: "the file does not say which recipe it is",
    help: 'begin it with `recipe NAME "what it shows"`',
  };
}

/** `recipe` after other statements. */
export function recipeNotFirst(span: Span, first: Span): Diagnostic {
  return {
    code: "recipe-not-first",
    severity: "error",
    span,
    message: "`recipe` stands after other statements",
    help: "move it to the top of the file",
    related: [{ span: first, message: "this stands before it" }],
  };
}

/** An imported file that does more than declare. */
export function importNotDeclaration(span: Span, keyword: string): Diagnostic {
  return {
    code: "import-not-declaration",
    severity: "error",
    span,
    message: `an imported file has declarations only, and \`${keyword}\` is none`,
    help: `move the \`${keyword}\` to the recipe that imports this file`,
  };
}
