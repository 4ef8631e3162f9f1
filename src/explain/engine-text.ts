import type { BlockName } from "../../grammar/vocabulary/schema.ts";
import { engines as allEngines } from "../engines/index.ts";
import type { Engine } from "../types/engine.ts";

/** Which engines have a setting of a container, a kind of namespace or an action; undefined where all have it alike. */
export function engineText(
  keyword: string,
  block: BlockName,
  engines: readonly Engine[] = allEngines,
): string | undefined {
  const able = new Map<string, string[]>();
  const without: string[] = [];
  for (const engine of engines) {
    const has = detail(engine, keyword, block);
    if (has === undefined) without.push(`\`${engine.name}\``);
    else able.set(has, [...(able.get(has) ?? []), `\`${engine.name}\``]);
  }
  if (able.size === 0 || (able.size === 1 && without.length === 0)) return undefined;
  const shown = [...able].map(([has, names]) => `${names.join(", ")}${has === "" ? "" : ` (${has})`}`);
  const unable = without.length === 0 ? "" : `; not ${without.join(", ")}`;
  return `Engines: ${shown.join("; ")}${unable}.`;
}

/** What a setting or a limit becomes in each engine's own words; undefined where none has one. */
export function termsText(
  keyword: string,
  block: BlockName,
  engines: readonly Engine[] = allEngines,
): string | undefined {
  if (block !== "container" && block !== "cgroup") return undefined;
  const byTerm = new Map<string, string[]>();
  for (const { name, terms } of engines) {
    const term = terms[keyword];
    if (term !== undefined) byTerm.set(term, [...(byTerm.get(term) ?? []), `\`${name}\``]);
  }
  if (byTerm.size === 0) return undefined;
  const shown = [...byTerm].map(([term, names]) => `${names.join(", ")}: ${term}`);
  return `In the engines' own words: ${shown.join("; ")}.`;
}

/** What each engine can do, as a table in Markdown. */
export function enginesTable(): string[] {
  const rows = allEngines.map(
    ({ name, documentation, storageDrivers, abilities: { networks, joins } }) =>
      `| ${name} | ${documentation} | ${words(storageDrivers)} | ${words(networks)} | ${words(joins)} |`,
  );
  const heading = "| engine | | storage drivers | `network` | kinds of namespaces that it joins |";
  return [heading, "| --- | --- | --- | --- | --- |", ...rows, ""];
}

/** What of it the engine has, nothing if all; undefined if it does not have it. */
function detail(
  { abilities, storageDrivers }: Engine,
  keyword: string,
  block: BlockName,
): string | undefined {
  const { settings, networks, joins, actions } = abilities;
  switch (block) {
    case "container":
      if (keyword === "network") return words(networks);
      if (keyword === "namespace") return joins.length === 0 ? undefined : `joins ${words(joins)}`;
      if (keyword === "storage") return words(storageDrivers);
      return settings.some((each) => each === keyword) ? "" : undefined;
    case "namespace":
      return joins.some((each) => each === keyword) ? "" : undefined;
    case "storage":
      return keyword === "driver" ? words(storageDrivers) : undefined;
    default:
      return actions.some((each) => each === keyword) ? "" : undefined;
  }
}

function words(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
