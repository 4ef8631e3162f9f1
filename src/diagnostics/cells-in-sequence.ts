import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";

/**
 * The cells of a measure cannot take turns, so that what changes meanwhile looks like a difference between them.
 * @param reason what prevents it
 * @param isAsked whether the recipe says that they shall
 */
export function cellsInSequence(span: Span, name: string, reason: string, isAsked: boolean): Diagnostic {
  const message = `the cells cannot take turns in the measure \`${name}\`: ${reason}`;
  return isAsked
    ? { code: "cells-in-sequence", severity: "error", span, message, help: "write `order sequential`" }
    : {
        code: "cells-in-sequence",
        severity: "warning",
        span,
        message: `${message}; one comes after the other`,
        help: "write `order sequential` if that is meant",
      };
}
