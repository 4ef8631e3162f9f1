import { expect, test } from "vitest";
import { vocabulary } from "../../grammar/vocabulary/index.ts";
import { engines } from "../../src/engines/index.ts";
import { native } from "../../src/engines/native/native.ts";
import { engineText, termsText } from "../../src/explain/engine-text.ts";

const LESSER = {
  ...native,
  name: "lesser",
  storageDrivers: ["vfs"],
  abilities: { settings: ["root"], networks: ["none"], joins: [], actions: ["exec"] },
} as const;

const ENGINES = [native, { ...native, name: "same" }, LESSER];

test.each([
  ["hostname", "container", "Engines: `native`, `same`; not `lesser`."],
  ["root", "container", undefined],
  ["workdir", "container", undefined],
  ["network", "container", "Engines: `native`, `same` (`none`, `loopback`, `host`); `lesser` (`none`)."],
  ["pid", "namespace", "Engines: `native`, `same`; not `lesser`."],
  ["commit", "check", "Engines: `native`, `same`; not `lesser`."],
  ["exec", "measure", undefined],
  ["memory.max", "cgroup", undefined],
] as const)("%s in a %s", (keyword, block, text) => {
  expect(engineText(keyword, block, ENGINES)).toBe(text);
});

test("a limit in the words of the engines that are told it", () => {
  expect(termsText("memory.max", "cgroup")).toContain("`docker`, `podman`: `--memory`");
  expect(termsText("memory.max", "cgroup")).toContain("`runc`, `crun`: `linux.resources.memory.limit`");
  expect(termsText("pid", "namespace")).toBeUndefined();
});

test("every engine has words for each setting that it has, and for no other", () => {
  const known = new Set(
    [...vocabulary.container.statements, ...vocabulary.cgroup.statements].map(({ keyword }) => keyword),
  );
  for (const { name, terms, abilities } of engines) {
    expect(
      abilities.settings.filter((setting) => terms[setting] === undefined),
      name,
    ).toEqual([]);
    expect(
      Object.keys(terms).filter((keyword) => !known.has(keyword)),
      name,
    ).toEqual([]);
  }
});
