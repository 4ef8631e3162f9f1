import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";

/** A checksum that somebody could match with another file. */
export function weakChecksum(span: Span): Diagnostic {
  return {
    code: "weak-checksum",
    severity: "warning",
    span,
    message:
      "an MD5 checksum tells damage from what was meant, and not one file from another made to match it",
    help: "write `sha256` and the file's SHA-256 checksum, where you can have it from whom you trust",
  };
}
