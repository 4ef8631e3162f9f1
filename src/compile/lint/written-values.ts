import { createSource } from "../../../grammar/source.ts";
import type { Limit } from "../../types/declared.ts";
import type { Model } from "../../types/model.ts";
import type { SourceFile, Span } from "../../types/span.ts";
import { known, type Text } from "../../types/text.ts";

/** A value that a setting may have, and where the recipe writes it. */
export interface WrittenValue {
  /** Normalised: sizes in bytes. */
  readonly value: string;
  readonly written: string;
  readonly span: Span;
}

/**
 * What a setting's value may be: itself, or what its parameter or its variable of the matrix is by default.
 * @param setting a statement that ends with the value
 */
export function writtenValues(
  setting: { readonly text: Text; readonly span: Span },
  { parameters, matrix, sources }: Model,
): WrittenValue[] {
  const literal = known(setting.text);
  if (literal !== undefined) return [{ value: literal, ...lastWord(setting.span, sources) }];
  const [piece, second] = setting.text;
  if (typeof piece !== "object" || second !== undefined) return [];
  const parameter = parameters.find(({ name }) => name === piece.name);
  if (parameter !== undefined) {
    const { value, written, span } = parameter;
    return [{ value, written, span: spanOf(written, span, sources) }];
  }
  const variable = matrix?.variables.find(({ name }) => name === piece.name);
  return (variable?.values ?? []).map((value, index) => {
    const written = variable?.written[index] ?? value;
    return { value, written, span: spanOf(written, variable?.span ?? setting.span, sources) };
  });
}

/** The limits of all cgroups whose value is a size. */
export function memoryLimits({ cgroups }: Model): Limit[] {
  return cgroups
    .flatMap(({ limits }) => limits)
    .filter(({ file }) => /^(?:memory|hugetlb)\.(?!oom)/.test(file));
}

function lastWord(span: Span, sources: readonly SourceFile[]): { written: string; span: Span } {
  const text = textOf(span, sources);
  const written = /\S*$/.exec(text)?.[0] ?? "";
  return { written, span: within(span, text.length - written.length, written.length, sources) };
}

/** Where a word stands in a statement; the whole of that where it is not found, as in a range. */
function spanOf(written: string, span: Span, sources: readonly SourceFile[]): Span {
  const word = new RegExp(`(?<![\\w.])${written.replace(/[^\w]/g, "\\$&")}(?![\\w.])`);
  const index = textOf(span, sources).search(word);
  return index < 0 ? span : within(span, index, written.length, sources);
}

function within(span: Span, offset: number, length: number, sources: readonly SourceFile[]): Span {
  const start = span.start + offset;
  const source = sources.find(({ file }) => file === span.file);
  return createSource(span.file, source?.text ?? "").span(start, start + length);
}

function textOf({ file, start, end }: Span, sources: readonly SourceFile[]): string {
  return sources.find((source) => source.file === file)?.text.slice(start, end) ?? "";
}
