import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { VERSION } from "../../version.ts";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { print } from "../output.ts";
import { buildRecipe } from "../recipe.ts";
import { CommandFault, reasonOf } from "../usage.ts";

export function addVerify(program: Command): void {
  program
    .command("verify")
    .summary("say whether a script is what its recipe compiles to")
    .description(
      "Compiles the recipe in a script's header again and compares, byte by byte; with a recipe file, compiles that.",
    )
    .argument("<script>", "script that `ctrc build` wrote")
    .argument("[recipe]", "recipe file to compare with, in place of the text in the script's header")
    .addHelpText(
      "after",
      examples(
        ["ctrc verify load-test.sh", "was the script changed by hand?"],
        ["ctrc verify load-test.sh load-test.ctr", "is it still up to date?"],
      ),
    )
    .action(withStatus(verifyScript));
}

async function verifyScript(file: string, recipe: string | undefined): Promise<number> {
  const { readHeader } = await import("../../compile/4-emit/header.ts");
  const text = await readFile(file, "utf8").catch((fault: unknown) => {
    throw new CommandFault("cannot-read", `\`${file}\`: ${reasonOf(fault)}`);
  });
  const header = readHeader(text);
  const [first] = header?.sources ?? [];
  if (header === undefined || first === undefined) {
    throw new CommandFault(
      "not-a-script",
      `\`${file}\` has no header of a script that ctrc made`,
      "name a file that `ctrc build` wrote",
    );
  }
  const embedded = new Map(header.sources.map((source) => [source.file, source.text]));
  const { script } =
    recipe === undefined
      ? await buildRecipe(first.file, async (name) => {
          const found = embedded.get(name);
          if (found === undefined) throw Object.assign(new Error(`no ${name}`), { code: "ENOENT" });
          return found;
        })
      : await buildRecipe(recipe);
  const against = recipe ?? "the recipe in its header";
  if (script === text) {
    print(`${file}: is what ctrc ${VERSION} makes of ${against}\n`);
    return EXIT.held;
  }
  const differs = firstDifference(text, script);
  const made =
    header.version === VERSION ? "" : `; it was made by ctrc ${header.version}, this is ${VERSION}`;
  print(`${file}: is not what ctrc ${VERSION} makes of ${against}: line ${differs} differs${made}\n`);
  return EXIT.expectationFailed;
}

function firstDifference(one: string, other: string): number {
  const others = other.split("\n");
  const lines = one.split("\n");
  const index = lines.findIndex((line, at) => line !== others[at]);
  return index < 0 ? lines.length + 1 : index + 1;
}
