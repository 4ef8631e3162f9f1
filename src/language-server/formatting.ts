import type { TextEdit } from "vscode-languageserver-types";
import { format } from "../format/index.ts";
import { type Analysis, rangeOf } from "./analysis.ts";

/**
 * What lays a file out, as one edit of the stretch that changes, so that cursors and marks around it stay where they
 * are. Nothing for a file with mistakes in its syntax, or one that is laid out already.
 */
export async function formatting(here: Analysis): Promise<TextEdit[]> {
  const { text: formatted } = await format(here.file, here.text);
  if (formatted === undefined || formatted === here.text) return [];
  const { text } = here;
  const shorter = Math.min(text.length, formatted.length);
  let start = 0;
  while (start < shorter && text[start] === formatted[start]) start += 1;
  let kept = 0;
  while (kept < shorter - start && text.at(-1 - kept) === formatted.at(-1 - kept)) kept += 1;
  return [
    {
      range: rangeOf(here, { start, end: text.length - kept }),
      newText: formatted.slice(start, formatted.length - kept),
    },
  ];
}
