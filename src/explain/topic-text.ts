import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type { FormRow } from "../../grammar/vocabulary/schema.ts";
import { clauseUsage } from "../../grammar/vocabulary/usage.ts";
import { statementText, typeText } from "./statement-text.ts";
import type { Topic } from "./topics.ts";

/** What there is to say of a topic, in Markdown. */
export function topicText(topic: Topic): string {
  const heading = `# ${topic.name}`;
  switch (topic.kind) {
    case "code":
      return topic.page.trimEnd();
    case "statement": {
      const [first = "recipe"] = topic.blocks;
      const places = listed(topic.blocks.map((block) => vocabulary[block].phrase));
      const text = statementText(topic.row, first).join("\n").trimEnd();
      return [heading, `Stands in ${places}.`, text, ...topic.row.forms.flatMap(innerText)].join("\n\n");
    }
    case "clause": {
      const { clause, statements } = topic;
      const types = clause.arguments.map((row) => `- ${typeText(row.type)}`).join("\n");
      const about = `\`${clauseUsage(clause)}\`: ${clause.documentation}`;
      return [heading, `Belongs to ${quoted(statements)}.`, about, types].join("\n\n").trimEnd();
    }
    case "word": {
      const { word, noun, statements } = topic;
      return [heading, `A ${noun}, for ${quoted(statements)}: ${word.documentation}.`].join("\n\n");
    }
  }
}

/** What the block of a statement takes. */
function innerText({ block }: FormRow): string[] {
  if (block === undefined) return [];
  const { phrase, statements, open } = vocabulary[block];
  const keywords = [...(open === undefined ? [] : [open]), ...statements].map(
    ({ keyword }) => `\`${keyword}\``,
  );
  return [`${phrase[0]?.toUpperCase()}${phrase.slice(1)} takes ${keywords.join(", ")}.`];
}

function quoted(names: readonly string[]): string {
  return listed(names.map((name) => `\`${name}\``));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
