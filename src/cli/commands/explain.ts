import type { Command } from "commander";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { hasColor, print } from "../output.ts";
import { CommandFault } from "../usage.ts";

export function addExplain(program: Command): void {
  program
    .command("explain")
    .summary("say what a word of the language, or the code of a report, means")
    .description(
      "Explains the code of an error or a warning, with a recipe that shows it and one that is right; or a word of the language: how it is written, what it means, and what becomes of it.",
    )
    .argument("<topic...>", "a code such as `unknown-unit`, or a word such as `memory.max`")
    .option("--json", "print the text, in Markdown, as JSON")
    .addHelpText(
      "after",
      examples(
        ["ctrc explain unknown-unit", "what an error is about"],
        ["ctrc explain memory.max", "a limit, and its file in cgroup v1"],
        ["ctrc explain keep as", "a clause"],
        ["ctrc explain btrfs", "a word that a statement takes"],
      ),
    )
    .action(withStatus(explain));
}

async function explain(words: string[], options: { json?: true }): Promise<number> {
  const name = words.join(" ");
  const { meantTopic, topicsOf } = await import("../../explain/topics.ts");
  const topics = topicsOf(name);
  if (topics.length === 0) {
    const meant = meantTopic(name);
    throw new CommandFault(
      "unknown-topic",
      `there is nothing called \`${name}\``,
      meant === undefined
        ? "name a code, as it stands in `error[CODE]`, or a word of a recipe"
        : `did you mean \`${meant}\`?`,
    );
  }
  const { topicText } = await import("../../explain/topic-text.ts");
  if (options.json === true) {
    const shown = topics.map((topic) => ({ kind: topic.kind, name: topic.name, text: topicText(topic) }));
    print(`${JSON.stringify({ format: 1, topics: shown }, undefined, 2)}\n`);
    return EXIT.held;
  }
  const { renderMarkdown } = await import("../markdown.ts");
  const style = { color: hasColor(process.stdout), width: Math.min(process.stdout.columns ?? 100, 100) };
  print(topics.map((topic) => renderMarkdown(topicText(topic), style)).join("\n\n"));
  return EXIT.held;
}
