import { vocabulary } from "../../grammar/vocabulary/index.ts";
import type {
  ArgumentType,
  BlockName,
  ClauseRow,
  StatementRow,
  WordRow,
} from "../../grammar/vocabulary/schema.ts";
import { pages } from "../diagnostics/pages/index.ts";
import { meantWord } from "../diagnostics/suggest.ts";

/** Something that there is a text about. Several may have one name: `image` is a block and a setting of a container. */
export type Topic =
  | { readonly kind: "code"; readonly name: string; readonly page: string }
  | {
      readonly kind: "statement";
      readonly name: string;
      readonly row: StatementRow;
      /** Where it can stand, the place that it is written out for first. */
      readonly blocks: readonly BlockName[];
    }
  | {
      readonly kind: "clause";
      readonly name: string;
      readonly clause: ClauseRow;
      /** The statements that take it. */
      readonly statements: readonly string[];
    }
  | {
      readonly kind: "word";
      readonly name: string;
      readonly word: WordRow;
      readonly noun: string;
      readonly statements: readonly string[];
    };

/** Everything that has this name; of a limit, also the names that cgroup v1 has for it. */
export function topicsOf(name: string): Topic[] {
  const exact = allTopics().filter((topic) => topic.name === name);
  return exact.length > 0 ? exact : allTopics().filter((topic) => isCalled(topic, name));
}

/** The name that a misspelt one was meant to be. */
export function meantTopic(name: string): string | undefined {
  return meantWord(name, new Set(topicNames()));
}

/** Every name that {@link topicsOf} knows, in order. */
export function topicNames(): string[] {
  return [...new Set(allTopics().map(({ name }) => name))].sort();
}

function isCalled(topic: Topic, name: string): boolean {
  if (topic.kind !== "statement") return topic.name.toLowerCase() === name.toLowerCase();
  // `limit` writes the same files, and points to the limits of a cgroup for what they are.
  return (
    topic.blocks.includes("cgroup") &&
    topic.row.forms.some((form) => form.cgroupV1?.files.includes(name) === true)
  );
}

function allTopics(): Topic[] {
  topics ??= [...codes(), ...statements(), ...clauses(), ...words()];
  return topics;
}

let topics: Topic[] | undefined;

function codes(): Topic[] {
  return Object.entries(pages).map(([name, page]) => ({ kind: "code", name, page }));
}

function* rows(): Generator<{ readonly row: StatementRow; readonly block: BlockName }> {
  for (const { name, statements: own } of Object.values(vocabulary)) {
    for (const row of own) yield { row, block: name };
  }
}

/** An action is one row in all the blocks that take it. */
function statements(): Topic[] {
  const found = new Map<StatementRow, BlockName[]>();
  for (const { row, block } of rows()) found.set(row, [...(found.get(row) ?? []), block]);
  return [...found].map(([row, blocks]) => ({ kind: "statement", name: row.keyword, row, blocks }));
}

function clauses(): Topic[] {
  const found = new Map<string, { readonly clause: ClauseRow; readonly statements: Set<string> }>();
  for (const { row } of rows()) {
    for (const clause of row.forms.flatMap((form) => form.clauses ?? [])) {
      const key = `${clause.words.join(" ")}: ${clause.documentation}`;
      const entry = found.get(key) ?? { clause, statements: new Set() };
      entry.statements.add(row.keyword);
      found.set(key, entry);
    }
  }
  return [...found.values()].map(({ clause, statements: takers }) => ({
    kind: "clause",
    name: clause.words.join(" "),
    clause,
    statements: [...takers],
  }));
}

function words(): Topic[] {
  const found = new Map<WordRow, { readonly noun: string; readonly statements: Set<string> }>();
  for (const { row } of rows()) {
    for (const form of row.forms) {
      const types = [...form.pattern, ...(form.clauses ?? []).flatMap((clause) => clause.arguments)].flatMap(
        (element) => (element.kind === "argument" ? [element.type] : []),
      );
      for (const type of types.map(elementType)) {
        if (type.kind !== "word") continue;
        for (const word of type.words) {
          const entry = found.get(word) ?? { noun: type.noun, statements: new Set() };
          entry.statements.add(row.keyword);
          found.set(word, entry);
        }
      }
    }
  }
  return [...found].map(([word, { noun, statements: takers }]) => ({
    kind: "word",
    name: word.word,
    word,
    noun,
    statements: [...takers],
  }));
}

function elementType(type: ArgumentType): ArgumentType {
  return type.kind === "list" ? elementType(type.of) : type;
}
