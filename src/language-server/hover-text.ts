import type {
  BlockName,
  ClauseRow,
  FormRow,
  StatementRow,
  WordRow,
} from "../../grammar/vocabulary/schema.ts";
import { clauseUsage, kindPhrase, usage } from "../../grammar/vocabulary/usage.ts";
import { statementText, typeText } from "../explain/statement-text.ts";
import type { Place } from "./symbols.ts";

/**
 * A statement in Markdown, as `ctrc explain` has it.
 * @param written the one way to write it that is meant; unsaid, all of them
 */
export function keywordText(row: StatementRow, block: BlockName, written?: FormRow): string {
  if (written !== undefined)
    return statementText({ ...row, forms: [written] }, block)
      .join("\n")
      .trimEnd();
  if (row.forms.length <= MOST_FORMS) return statementText(row, block).join("\n").trimEnd();
  const usages = row.forms.map((form) => usage(row.keyword, form));
  return `${row.documentation}\n\n${code(usages.join("\n"))}`;
}

/** More ways to write a statement are only listed: nobody reads thirty of them while typing. */
const MOST_FORMS = 4;

export function clauseText(clause: ClauseRow): string {
  const types = clause.arguments.map((row) => `- ${typeText(row.type)}`).join("\n");
  return `\`${clauseUsage(clause)}\`: ${clause.documentation}\n\n${types}`.trimEnd();
}

export function wordText({ word, documentation }: WordRow, noun: string): string {
  return `\`${word}\`, ${noun}: ${documentation}`;
}

/** Where a name is given: the whole statement, or its first lines. */
export function declarationText({ analysis, occurrence }: Place): string {
  const { statement } = occurrence.entry;
  const lineStart = analysis.text.lastIndexOf("\n", statement.span.start - 1) + 1;
  const margin = statement.span.start - lineStart;
  const lines = analysis.text.slice(statement.span.start, statement.span.end).split(/\r?\n/);
  const shown = lines
    .slice(0, LONGEST_EXCERPT)
    .map((line, index) => (index === 0 ? line : line.slice(margin)));
  const rest = lines.length > LONGEST_EXCERPT ? ["  …"] : [];
  const kind = kindPhrase(occurrence.kinds[0] ?? "");
  return `${code([...shown, ...rest].join("\n"))}\n\n${kind}, ${analysis.file.split("/").at(-1)}:${statement.span.line}`;
}

const LONGEST_EXCERPT = 12;

function code(text: string): string {
  return `\`\`\`ctr\n${text}\n\`\`\``;
}
