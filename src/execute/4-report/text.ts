import { createColors } from "picocolors";
import type { RunStarted } from "../../types/event.ts";
import type { Report } from "../../types/report.ts";
import type { BlockRecord, RunRecord } from "../../types/run-record.ts";
import { cellText } from "./cell-label.ts";
import { measureLines } from "./measure-text.ts";
import { excerpt, neutralise } from "./neutralise.ts";
import { duration } from "./quantity.ts";
import {
  environmentText,
  expectationGroups,
  problemLines,
  runsText,
  setUpLines,
  summary,
} from "./shared-parts.ts";

type Colors = ReturnType<typeof createColors>;

const LONGEST_VALUE_CHARACTERS = 300;
const OUTCOME_WIDTH = "interrupted".length;

/**
 * A report for people, in parts, so that a run can show each as soon as it is known; {@link TextReport.whole} is all
 * of them. Each part is lines without their newlines.
 */
export class TextReport {
  readonly #colors: Colors;
  readonly #histogram: boolean;

  /**
   * @param color whether to use the terminal's colours
   * @param options `histogram`: also shows how often which times came
   */
  constructor(color: boolean, options: { readonly histogram?: boolean | undefined } = {}) {
    this.#colors = createColors(color);
    this.#histogram = options.histogram === true;
  }

  whole(report: Report): string {
    const { record } = report;
    let cell: number | undefined;
    const blocks = record.blocks.flatMap((block) => {
      const isNewCell = record.started.cells.length > 1 && block.started.cell !== cell;
      cell = block.started.cell;
      return [...(isNewCell ? this.cell(record.started, cell) : []), ...this.block(record.started, block)];
    });
    const lines = [...this.header(record.started), ...blocks, ...this.results(report), ...this.end(report)];
    return `${lines.join("\n")}\n`;
  }

  header(started: RunStarted): string[] {
    const title = [started.recipe, started.title]
      .filter((part) => part !== "")
      .map(neutralise)
      .join(": ");
    return [
      this.#colors.bold(title),
      this.#colors.dim(`run ${neutralise(started.runId)}, ${neutralise(started.startedAt)}`),
      "",
    ];
  }

  cell(started: RunStarted, cell: number): string[] {
    const text = cellText(started, cell);
    return [`cell ${cell} of ${started.cells.length}: ${neutralise(text)}`];
  }

  /** One line for a check or measure that ended, and what did not hold in it. */
  block(started: RunStarted, block: BlockRecord): string[] {
    const names = started.blocks.map((planned) => `${planned.kind} ${planned.block}`.length);
    const name = `${block.started.kind} ${neutralise(block.started.block)}`.padEnd(Math.max(0, ...names));
    const time = block.durationNs === undefined ? "" : `  ${duration(block.durationNs)}`.padStart(10);
    const runs = block.started.kind === "measure" ? `  ${runsText(started, block)}` : "";
    return [
      `${this.#outcome(block.outcome)}  ${name}${this.#colors.dim(`${time}${runs}`)}`.trimEnd(),
      ...this.#expectations(block),
    ];
  }

  /** The tables of the measures. */
  results(report: Report): string[] {
    const lines = setUpLines(report).map((line) => this.#colors.dim(neutralise(line)));
    return [
      ...measureLines(report, this.#colors, { histogram: this.#histogram }),
      ...(lines.length === 0 ? [] : ["", ...lines]),
    ];
  }

  /** Warnings, failures, what was left out or left behind, and the last line. */
  end(report: Report): string[] {
    const problems = problemLines(report).map((line) => {
      const text = excerpt(line, 2 * LONGEST_VALUE_CHARACTERS);
      if (line.startsWith("error")) return this.#colors.red(text);
      return /^(warning|left behind)/.test(line) ? this.#colors.yellow(text) : text;
    });
    const environment = environmentText(report);
    return [
      ...(problems.length === 0 || report.record.blocks.length === 0 ? [] : [""]),
      ...problems,
      ...(problems.length === 0 && report.record.blocks.length === 0 ? [] : [""]),
      this.#colors.bold(this.#paint(report.record.outcome, summary(report))),
      this.#colors.dim(
        `${environment === "" ? "" : `on ${neutralise(environment)}; `}everything is in ${neutralise(report.directory)}`,
      ),
    ];
  }

  #expectations(block: BlockRecord): string[] {
    const indent = " ".repeat(OUTCOME_WIDTH + 2);
    return expectationGroups(block).flatMap(({ first, failed, judged }) => {
      const { line, written, expected, seen } = first.judged;
      const files = [first.after?.stdout, first.after?.stderr].filter((file) => typeof file === "string");
      return [
        `${indent}line ${line}: ${excerpt(written, LONGEST_VALUE_CHARACTERS)}` +
          `${judged > 1 ? ` (failed ${failed} of ${judged} times; the first:)` : ""}`,
        `${indent}  expected  ${excerpt(expected, LONGEST_VALUE_CHARACTERS)}`,
        `${indent}  seen      ${excerpt(seen, LONGEST_VALUE_CHARACTERS)}`,
        ...(files.length === 0 ? [] : [`${indent}  output    ${files.map(neutralise).join(" ")}`]),
      ];
    });
  }

  #outcome(outcome: BlockRecord["outcome"]): string {
    return this.#paint(outcome, outcome.padEnd(OUTCOME_WIDTH));
  }

  #paint(outcome: RunRecord["outcome"], text: string): string {
    if (outcome === "passed") return this.#colors.green(text);
    return outcome === "interrupted" || outcome === "unfinished"
      ? this.#colors.yellow(text)
      : this.#colors.red(text);
  }
}
