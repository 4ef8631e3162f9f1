import type { Command } from "commander";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { print } from "../output.ts";
import { buildRecipe } from "../recipe.ts";

export function addPlan(program: Command): void {
  program
    .command("plan")
    .summary("list what a recipe would do, step by step")
    .description(
      "Lists every step of a recipe in order, with the recipe's line and what takes it down. Runs nothing.",
    )
    .argument("<recipe>", "recipe file; `-` is standard input")
    .option("--json", "print the plan as JSON")
    .addHelpText(
      "after",
      examples(
        ["ctrc plan load-test.ctr", "for people"],
        ["ctrc plan --json load-test.ctr | jq .tools", "the programs that it calls"],
      ),
    )
    .action(withStatus(showPlan));
}

async function showPlan(recipe: string, options: { json?: true }): Promise<number> {
  const { plan } = await buildRecipe(recipe);
  if (options.json === true) {
    const { neutraliseJson } = await import("../../execute/4-report/neutralise.ts");
    print(`${neutraliseJson(JSON.stringify({ format: 1, ...plan }, undefined, 2))}\n`);
  } else {
    const { planText } = await import("../plan-text.ts");
    print(planText(plan));
  }
  return EXIT.held;
}
