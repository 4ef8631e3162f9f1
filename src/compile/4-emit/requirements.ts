import type { Requirement } from "../../types/declared.ts";
import { type Privilege, privilegeName } from "../../types/privilege.ts";
import type { Span } from "../../types/span.ts";
import type { Plan } from "../../types/step.ts";
import { quote } from "./quote.ts";
import { bashFunction } from "./recipe.ts";
import type { Places } from "./steps.ts";
import { Words } from "./words.ts";

type RequirementOf<Kind extends Requirement["kind"]> = Extract<Requirement, { kind: Kind }>;

/** What each requirement hands to its runtime function, `require_KIND`. */
const ARGUMENTS: {
  readonly [Kind in Requirement["kind"]]: (requirement: RequirementOf<Kind>, words: Words) => string[];
} = {
  root: () => [],
  program: ({ program }, words) => [words.word(program)],
  kernel: ({ version }, words) => [words.word(version)],
  free: ({ sizeBytes }, words) => [words.word(sizeBytes)],
};

/** The function that looks, before anything is made, whether all is there that the recipe needs. */
export function writeRequirements(plan: Plan, places: Places): string[] {
  const requirements = plan.requirements.flatMap((requirement) => {
    const words = new Words();
    // The table has an entry of the right type for every kind, which TypeScript cannot follow through the index.
    const write = ARGUMENTS[requirement.kind] as (requirement: Requirement, words: Words) => string[];
    const call = [`require_${requirement.kind}`, ...write(requirement, words)].join(" ");
    return [at(requirement.span, places), ...words.before, call];
  });
  const privileges = plan.privileges
    .filter((privilege) => !isOfSomeCells(privilege, plan))
    .flatMap((privilege) => {
      const { spans, rootless, controller, ids } = privilege;
      const [span] = spans;
      if (span === undefined) return [];
      const more = controller ?? ids;
      const call = [
        "require_privilege",
        quote(privilegeName(privilege)),
        rootless,
        ...(more === undefined ? [] : [more]),
      ];
      return [at(span, places), call.join(" ")];
    });
  const tools = plan.tools.map(({ program }) => quote(program));
  const toolsCall = tools.length === 0 ? [] : [`require_tools ${tools.join(" ")}`];
  const needs = plan.needs.map(({ kind, name }) => `require_${kind} ${quote(name)}`);
  const hasImages = plan.setUp.some(({ kind }) => kind === "image.make");
  const room = `require_room results state${hasImages ? " images" : ""}`;
  const all = [...requirements, ...privileges, ...toolsCall, room, ...needs];
  return bashFunction("recipe_requires", ["# What this host must have."], all);
}

function at(span: Span, places: Places): string {
  return `at ${quote(places.place(span))} ${quote(places.written(span))}`;
}

/** Without root, the cells that need it are left out, as those are whose engine is missing. */
function isOfSomeCells({ need, rootless }: Privilege, plan: Plan): boolean {
  const isNeeded = plan.needs.some(({ kind, name }) => kind === need?.kind && name === need.name);
  return need !== undefined && rootless === "impossible" && !isNeeded;
}
