import { suggest } from "../diagnostics/suggest.ts";
import type { Plan } from "../types/step.ts";
import { CommandFault } from "./usage.ts";

/**
 * Whether a plan has what was asked for by name or number. The values of parameters are left to the script.
 * @throws CommandFault
 */
export function checkSelection(
  plan: Plan,
  asked: {
    readonly set?: Readonly<Record<string, string>>;
    readonly only?: string | undefined;
    readonly cell?: number | undefined;
  },
): void {
  const parameters = plan.parameters.map(({ name }) => name);
  for (const name of Object.keys(asked.set ?? {})) {
    if (!parameters.includes(name)) {
      throw new CommandFault(
        "unknown-parameter",
        `the recipe has no parameter \`${name}\``,
        suggest(name, parameters) ?? listed("parameter", parameters),
      );
    }
  }
  const blocks = plan.blocks.map(({ name }) => name);
  if (asked.only !== undefined && !blocks.includes(asked.only)) {
    throw new CommandFault(
      "unknown-block",
      `the recipe has no check or measure \`${asked.only}\``,
      suggest(asked.only, blocks) ?? listed("check or measure", blocks),
    );
  }
  if (asked.cell !== undefined && !plan.cells.some(({ number }) => number === asked.cell)) {
    const help =
      plan.cells.length === 1
        ? "the recipe has no matrix"
        : `its cells are 1 to ${plan.cells.length}: see \`ctrc plan\``;
    throw new CommandFault("unknown-cell", `the recipe has no cell ${asked.cell}`, help);
  }
}

function listed(noun: string, names: readonly string[]): string {
  return names.length === 0
    ? `it has no ${noun} at all`
    : `it has ${names.map((name) => `\`${name}\``).join(", ")}`;
}
