import { createColors } from "picocolors";
import type { Diagnostic, Severity } from "../types/diagnostic.ts";
import type { SourceFile, Span } from "../types/span.ts";
import { showUnseen } from "./cells.ts";
import { takeExcerpt } from "./excerpt.ts";

export interface RenderOptions {
  readonly color: boolean;
}

/**
 * Diagnostics for people: each with the line of the recipe that it is about, and a last line that counts them.
 * @param sources the files that the diagnostics may name; of any other, only the place is shown
 * @returns lines, each with its line break; nothing if there is no diagnostic
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SourceFile[],
  options: RenderOptions,
): string {
  if (diagnostics.length === 0) return "";
  const rendered = diagnostics.map((each) => renderDiagnostic(each, sources, options));
  return `${rendered.join("\n")}\n${summarise(diagnostics)}\n`;
}

/** One diagnostic in its lines, each with its line break. */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  sources: readonly SourceFile[],
  { color }: RenderOptions,
): string {
  const { code, severity, span, message, help, related = [] } = diagnostic;
  const colors = createColors(color);
  const paint = { error: colors.red, warning: colors.yellow, note: colors.cyan }[severity];
  const digits = Math.max(...[span, ...related.map((each) => each.span)].map(({ line }) => `${line}`.length));
  const lines = [`${colors.bold(paint(`${severity}[${code}]`))}${colors.bold(`: ${said(message)}`)}`];

  function addFrame(at: Span, corner: string, underline: (width: number) => string, about: string): void {
    const margin = " ".repeat(digits + 1);
    const text = sources.find(({ file }) => file === at.file)?.text;
    const place = `${showUnseen(at.file)}:${at.line}:${at.column}`;
    if (text === undefined) {
      lines.push(`${margin}${colors.blue(corner)} ${place}${about}`);
      return;
    }
    const { line, before, width } = takeExcerpt(text, at);
    lines.push(
      `${margin}${colors.blue(corner)} ${place}`,
      `${colors.blue(`${`${at.line}`.padStart(digits)} │`)} ${line}`.trimEnd(),
      `${margin}${colors.blue("│")} ${" ".repeat(before)}${underline(width)}${about}`,
    );
  }

  addFrame(span, "┌─", (width) => paint("^".repeat(width)), "");
  for (const each of related) {
    const about = colors.blue(` ${said(each.message)}`);
    addFrame(each.span, "├─", (width) => colors.blue("-".repeat(width)), about);
  }
  if (help !== undefined) lines.push(`${colors.cyan("help:")} ${said(help)}`);
  return `${lines.join("\n")}\n`;
}

/** What a message repeats of the recipe may be longer than anybody reads. */
function said(message: string): string {
  return showUnseen(message.replaceAll(/`([^`]{100})[^`]{100,}`/gu, "`$1…`"));
}

/** "2 errors and 1 warning in load-test.ctr" */
function summarise(diagnostics: readonly Diagnostic[]): string {
  const counts = (["error", "warning", "note"] satisfies Severity[]).flatMap((severity) => {
    const count = diagnostics.filter((each) => each.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  const files = new Set(diagnostics.map(({ span }) => span.file));
  const [file = ""] = files;
  return `${joinWords(counts)} in ${files.size === 1 ? showUnseen(file) : `${files.size} files`}`;
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
