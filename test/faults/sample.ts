import { uniformRandom } from "../../src/execute/3-estimate/random.ts";

/** `npm run test:faults` takes all faults; the other tests take a sample of them. */
const takesAll = process.env.CTRC_FAULTS === "all";

/** `CTRC_FAULTS_PART=2/5` takes the second fifth of them, for a machine that others wait for. */
const [part = 1, parts = 1] = (process.env.CTRC_FAULTS_PART ?? "1/1").split("/").map(Number);

/** A number in (0, 1) that belongs to a name. */
export function uniform(name: string): number {
  let hash = 2166136261;
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return uniformRandom(hash)();
}

/** All, in their order; or, in a sample, some of them that are the same each time. */
export function drawn<Item>(name: string, all: readonly Item[], sampleSize: number): Item[] {
  if (takesAll) return all.filter((_, at) => at % parts === part - 1);
  const ranked = all.map((item, at) => ({ item, at, rank: uniform(`${name} ${at}`) }));
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked
    .slice(0, sampleSize)
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
