import { expect, test } from "vitest";
import { native } from "../../src/engines/native/native.ts";
import { engineText } from "../../src/explain/engine-text.ts";

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
