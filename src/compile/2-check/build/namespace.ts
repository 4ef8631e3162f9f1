import { emptyNamespace, mapWithoutRoot } from "../../../diagnostics/conflicts.ts";
import type { IdMap, Namespace, NamespaceKind, Network } from "../../../types/declared.ts";
import type { Context } from "../context.ts";
import type { Entry } from "../entry.ts";
import { readEntry, type Values } from "../read-entry.ts";

export function buildNamespace(entry: Entry, name: string, context: Context): Namespace {
  const kinds: NamespaceKind[] = [];
  let network: Network | undefined;
  let idMaps: readonly IdMap[] = [];
  for (const each of entry.entries) {
    const values = readEntry(each, context);
    kinds.push(each.keyword as NamespaceKind);
    if (values === undefined) continue;
    if (each.keyword === "network") network = buildNetwork(each, values);
    if (each.keyword !== "user") continue;
    idMaps = buildIdMaps(values);
    if (idMaps.length > 0 && idMaps.every(({ inside }) => inside !== 0))
      context.report(mapWithoutRoot(each.statement.span));
  }
  if (entry.entries.length === 0 && entry.sound && entry.statement.block?.statements.length === 0) {
    context.report(emptyNamespace(entry.statement.keywordSpan, name));
  }
  return { name, kinds, network, idMaps, span: entry.statement.span };
}

export function buildNetwork({ match }: Entry, values: Values): Network {
  if (match.keywords.has("veth")) return { kind: "veth", subnet: values.literal("subnet") };
  if (match.keywords.has("host")) return { kind: "host" };
  return match.keywords.has("none") ? { kind: "none" } : { kind: "loopback" };
}

function buildIdMaps(values: Values): IdMap[] {
  const numbers = (name: string): number[] =>
    values.all(name).map((value) => (value.kind === "text" ? Number(value.text[0]) : 0));
  const [inside, outside, counts] = [numbers("inside"), numbers("outside"), numbers("count")];
  return inside.map((first, index) => ({
    inside: first,
    outside: outside[index] ?? 0,
    count: counts[index] ?? 0,
  }));
}
