import type { Span } from "../../types/span.ts";
import type { Context } from "./context.ts";

/** A statement as the recipe writes it, on one line. */
export function writtenStatement(span: Span, { sources }: Pick<Context, "sources">): string {
  const text = sources.find((each) => each.file === span.file)?.text.slice(span.start, span.end) ?? "";
  return text.replace(/\s*\\?\r?\n\s*/g, " ").trim();
}
