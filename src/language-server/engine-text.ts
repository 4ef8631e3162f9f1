import type { BlockName } from "../../grammar/vocabulary/schema.ts";
import { engines } from "../engines/index.ts";
import type { Engine } from "../types/engine.ts";

/** Which engines have a setting of a container, or an action, where not all of them do; undefined where all do. */
export function engineText(keyword: string, block: BlockName): string | undefined {
  const can = abilities(keyword, block);
  const able = engines.filter(can);
  if (able.length === 0 || able.length === engines.length) return undefined;
  const unable = engines.filter((engine) => !can(engine));
  return `Engines: ${names(able)}; not ${names(unable)}.`;
}

function abilities(keyword: string, block: BlockName): ({ abilities }: Engine) => boolean {
  if (block === "container") return ({ abilities }) => abilities.settings.some((each) => each === keyword);
  if (block === "namespace") return ({ abilities }) => abilities.joins.some((each) => each === keyword);
  return ({ abilities }) => abilities.actions.some((each) => each === keyword);
}

function names(of: readonly Engine[]): string {
  return of.map(({ name }) => `\`${name}\``).join(", ");
}
