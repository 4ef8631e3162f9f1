import { type CompletionItem, CompletionItemKind } from "vscode-languageserver-types";
import type { ArgumentType } from "../../grammar/vocabulary/schema.ts";
import { DURATION_UNITS, SIZE_UNITS } from "../compile/2-check/values/quantity.ts";

/** Something to offer: what it is inserted as, where that is another text than its label. */
export type Candidate = Pick<CompletionItem, "label" | "kind" | "detail"> & {
  readonly documentation?: CompletionItem["documentation"] | undefined;
  readonly text?: string;
  readonly snippet?: boolean;
};

/**
 * The values that a type has by itself.
 * @param written what stands there so far: of a number, the units that it can have
 */
export function valuesOf(type: ArgumentType, written: string): Candidate[] {
  switch (type.kind) {
    case "word":
      return type.words.map(({ word, documentation }) => ({
        label: word,
        kind: CompletionItemKind.EnumMember,
        detail: documentation,
      }));
    case "count":
      return plainWords(type.words);
    case "size":
      return [...units(written, SIZE_UNITS, "64MiB"), ...plainWords(type.words)];
    case "duration":
      return units(written, DURATION_UNITS, "10s");
    case "percent":
      return number(written, ["%"], "2%");
    case "cpu-quota":
      return [...number(written, ["%"], "50%"), ...plainWords(["max"])];
    case "value":
      return [...units(written, SIZE_UNITS, undefined), ...units(written, DURATION_UNITS, undefined)];
    case "operator":
      return ["<", "<=", ">", ">="].map((label) => ({ label, kind: CompletionItemKind.Operator }));
    case "range":
      return written === "" ? [sample("1..10")] : [];
    case "values":
      return [
        {
          label: "[",
          kind: CompletionItemKind.Value,
          text: "[$0]",
          snippet: true,
          detail: "a list of values",
        },
        sample("1..10"),
      ];
    case "list":
      return [{ label: "[", kind: CompletionItemKind.Value, text: "[$0]", snippet: true, detail: "a list" }];
    case "string":
    case "path":
      return [
        { label: '"', kind: CompletionItemKind.Text, text: '"$0"', snippet: true, detail: "text in quotes" },
      ];
    case "shell":
      return [
        {
          label: "shell",
          kind: CompletionItemKind.Snippet,
          text: 'shell """\n  $0\n"""',
          snippet: true,
          detail: "bash text",
        },
      ];
    default:
      return [];
  }
}

function plainWords(words: readonly string[] = []): Candidate[] {
  return words.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
}

function units(
  written: string,
  table: Readonly<Record<string, bigint>>,
  example: string | undefined,
): Candidate[] {
  return number(written, Object.keys(table), example);
}

/** The number that stands there with each unit; where there is none yet, an example. */
function number(written: string, names: readonly string[], example: string | undefined): Candidate[] {
  const digits = /^[0-9]+(?:\.[0-9]+)?/.exec(written)?.[0];
  if (digits === undefined) return written === "" && example !== undefined ? [sample(example)] : [];
  return names.map((unit) => ({ label: `${digits}${unit}`, kind: CompletionItemKind.Unit }));
}

function sample(label: string): Candidate {
  return { label, kind: CompletionItemKind.Value, detail: "for example" };
}
