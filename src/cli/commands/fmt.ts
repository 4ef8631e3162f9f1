import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { createColors } from "picocolors";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { hasColor, note, print, printProblems } from "../output.ts";
import { printDiagnostics, readRecipeFile } from "../recipe.ts";
import { CommandFault, reasonOf } from "../usage.ts";

interface FmtOptions {
  readonly check?: true;
  readonly diff?: true;
}

export function addFmt(program: Command): void {
  program
    .command("fmt")
    .summary("lay recipes out")
    .description(
      "Lays recipes out in the one way that there is, and writes those that change. What they mean stays the same, and so do their comments. A recipe with errors in its syntax is left alone.",
    )
    .argument("<recipe...>", "recipe files, or directories with recipes in them; `-` is standard input")
    .option("--check", "write nothing; name the recipes that would change, and fail if there are any")
    .option("--diff", "write nothing; show what would change, and fail if anything would")
    .addHelpText(
      "after",
      examples(
        ["ctrc fmt load-test.ctr", "writes it, if it changes"],
        ["ctrc fmt --check recipes", "for CI: every recipe below a directory"],
        ["ctrc fmt --diff load-test.ctr", "what would change"],
        ["ctrc fmt - <load-test.ctr", "from standard input to standard output, for an editor"],
      ),
    )
    .action(withStatus(formatFiles));
}

async function formatFiles(paths: string[], options: FmtOptions): Promise<number> {
  let status: number = EXIT.held;
  for (const file of new Set((await Promise.all(paths.map(recipesAt))).flat())) {
    try {
      const wasRight = await formatFile(file, options);
      if (!wasRight && isReadOnly(options) && status === EXIT.held) status = EXIT.expectationFailed;
    } catch (fault) {
      if (!(fault instanceof CommandFault)) throw fault;
      await printProblems([fault.problem()]);
      status = Math.max(status, fault.exitStatus);
    }
  }
  return status;
}

function isReadOnly({ check, diff }: FmtOptions): boolean {
  return check === true || diff === true;
}

/** Whether the file needed no change. */
async function formatFile(file: string, options: FmtOptions): Promise<boolean> {
  const { format } = await import("../../format/index.ts");
  const text = await readText(file);
  const { text: formatted, diagnostics } = await format(file, text);
  if (formatted === undefined) {
    await printDiagnostics(diagnostics, [{ file, text }]);
    throw new CommandFault("not-formatted", `\`${file}\` has errors in its syntax, and is left as it is`);
  }
  const isRight = formatted === text;
  if (!isReadOnly(options)) {
    if (file === "-") print(formatted);
    else if (!isRight) {
      const { writeWhole } = await import("../write-file.ts");
      await writeWhole(file, formatted);
      note(`formatted ${file}\n`);
    }
    return isRight;
  }
  if (isRight) return true;
  if (options.diff === true) await printDifference(file, text, formatted);
  else print(`${file}\n`);
  return false;
}

/**
 * What would be written back must be what was read, so bytes that are no UTF-8 are refused.
 * @throws CommandFault
 */
async function readText(file: string): Promise<string> {
  const text = await readRecipeFile(file);
  const isWhole = !text.includes("\ufffd") || (file !== "-" && isUtf8(await readFile(file)));
  if (!isWhole)
    throw new CommandFault("not-text", `\`${file}\` is not UTF-8, and is left as it is`, "save it as UTF-8");
  return text;
}

/** As `diff -u` shows it. */
async function printDifference(file: string, before: string, after: string): Promise<void> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const name = file === "-" ? "standard input" : file;
  const patch = createTwoFilesPatch(name, name, before, after, "as it is", "formatted", {
    headerOptions: FILE_HEADERS_ONLY,
  });
  if (!hasColor(process.stdout)) return print(patch);
  const colors = createColors(true);
  const paint = (line: string, index: number): string => {
    if (index < 2) return colors.bold(line);
    if (line.startsWith("@@")) return colors.cyan(line);
    if (line.startsWith("-")) return colors.red(line);
    return line.startsWith("+") ? colors.green(line) : line;
  };
  print(patch.split("\n").map(paint).join("\n"));
}

/** A file itself; of a directory, every recipe below it but those in hidden directories and `node_modules`. */
async function recipesAt(path: string): Promise<string[]> {
  const isDirectory = path !== "-" && (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (!isDirectory) return [path];
  const found: string[] = [];
  const visit = async (directory: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch((fault: unknown) => {
      throw new CommandFault("cannot-read", `\`${directory}\`: ${reasonOf(fault)}`);
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = join(directory, entry.name);
      if (entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name)) await visit(inner);
      else if (entry.isFile() && entry.name.endsWith(".ctr")) found.push(inner);
    }
  };
  await visit(path);
  if (found.length === 0) {
    throw new CommandFault(
      "no-recipes",
      `there is no recipe in \`${path}\``,
      "recipes are files named `*.ctr`",
    );
  }
  return found;
}
