import { describe, expect, test } from "vitest";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import { pages } from "../../src/diagnostics/pages/index.ts";
import { topicText } from "../../src/explain/topic-text.ts";
import { meantTopic, topicNames, topicsOf } from "../../src/explain/topics.ts";

const rows = Object.values(vocabulary).flatMap(({ name, statements }) =>
  statements.map((row) => [name, row.keyword] as const),
);

test.each(rows)("there is a text about %s: %s", (block, keyword) => {
  const topics = topicsOf(keyword).filter((topic) => topic.kind === "statement");
  const topic = topics.find(({ blocks }) => blocks.includes(block));
  expect(topic).toBeDefined();
});

describe("every topic", () => {
  test.each(topicNames())("%s has a text of its own", (name) => {
    const texts = topicsOf(name).map(topicText);
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text).toMatch(/^# .+\n\n\S/);
    for (const text of texts) expect(text).not.toMatch(/undefined|\[object/);
  });
});

test("a block says what it takes", () => {
  const text = topicsOf("container").map(topicText).join("\n");
  for (const { keyword } of vocabulary.container.statements) expect(text).toContain(`\`${keyword}\``);
  expect(topicsOf("matrix").map(topicText).join()).toContain("A `matrix` takes `NAME`, `except`.");
});

test("a code is explained by its page", () => {
  for (const [code, page] of Object.entries(pages)) {
    expect(topicsOf(code).map(topicText)).toContain(page.trimEnd());
  }
});

test("a limit says where each version of cgroups keeps it, and is found by its older name", () => {
  const [text = ""] = topicsOf("memory.max").map(topicText);
  expect(text).toContain("- cgroup v2: `memory.max`");
  expect(text).toContain("- cgroup v1: `memory.limit_in_bytes`");
  expect(topicsOf("memory.limit_in_bytes").map(topicText)).toEqual([text]);
});

test("a word of several meanings has all of them", () => {
  expect(topicsOf("image").map(({ kind }) => kind)).toEqual(["statement", "statement", "statement"]);
  expect(topicsOf("keep as").map(({ kind }) => kind)).toEqual(["clause"]);
  expect(topicsOf("lvm-loop").map(({ kind }) => kind)).toEqual(["word"]);
  expect(topicsOf("NET_ADMIN").map(({ kind }) => kind)).toEqual(["word"]);
  expect(topicsOf("nothing-of-the-kind")).toEqual([]);
});

test("a misspelt word is understood", () => {
  expect(meantTopic("memroy.max")).toBe("memory.max");
  expect(meantTopic("unknown-untis")).toBe("unknown-unit");
  expect(meantTopic("xyzzy")).toBeUndefined();
});
