import type { Plan } from "../../types/step.ts";
import { isPlainLine, printable, printableJson } from "./printable.ts";

/** What a script says about where it comes from. */
export interface Origin {
  /** The version of ctrc that wrote it. */
  readonly version: string;
  /** `sha256:…`, see `recipeDigest`. */
  readonly digest: string;
  /** The recipe, then its imports, named as from the recipe's folder. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

/** The comment at the top: what the script does, how to use it, and the recipe itself. Read back by {@link readHeader}. */
export function writeHeader(plan: Plan, origin: Origin): string[] {
  const { name, title } = plan.recipe;
  const file = origin.sources[0]?.file ?? "";
  const script = `${name}.sh`;
  const lines = [
    `# ${printable(title === "" ? name : `${name}: ${title}`)}`,
    "#",
    `# Made by ctrc ${origin.version} from ${printable(file)}, ${origin.digest}`,
    "#",
    `#   bash ${script}              does all of it`,
    `#   bash ${script} --dry-run    says what it would do`,
    `#   bash ${script} --help       lists parameters, options and exit statuses`,
    "#",
    ...plan.blocks.map((block) => `# ${block.kind} ${block.name}`),
    ...(plan.cells.length > 1 ? [`# each in ${plan.cells.length} cells of the matrix`] : []),
    "#",
    "# The recipe:",
    "#",
  ];
  for (const source of origin.sources) {
    lines.push(`#@ ${printableFile(source.file)}`, ...sourceLines(source.text));
  }
  return lines;
}

function printableFile(file: string): string {
  return isPlainLine(file) && !file.startsWith('"') ? file : printableJson(file);
}

/** `#| LINE` stands for the line with its newline, `#> STRING` for exactly the JSON string. */
function sourceLines(text: string): string[] {
  return text.split(/(?<=\n)/).flatMap((line) => {
    if (line === "") return [];
    const content = line.slice(0, -1);
    if (!line.endsWith("\n") || !isPlainLine(content)) return [`#> ${printableJson(line)}`];
    return [content === "" ? "#|" : `#| ${content}`];
  });
}

/**
 * What the header of a script says.
 * @returns undefined if the text has no header as {@link writeHeader} writes it
 */
export function readHeader(script: string): Origin | undefined {
  let made: RegExpExecArray | null = null;
  const sources: { file: string; text: string }[] = [];
  for (const line of script.split("\n")) {
    if (!line.startsWith("#")) break;
    made ??= /^# Made by ctrc (\S+) from .*, (sha256:[0-9a-f]{64})$/.exec(line);
    const mark = line.slice(0, 2);
    const rest = line.slice(3);
    const source = sources.at(-1);
    if (mark === "#@") {
      const file = rest.startsWith('"') ? readJsonString(rest) : rest;
      if (file === undefined) return undefined;
      sources.push({ file, text: "" });
    } else if (source !== undefined && mark === "#|") {
      source.text += `${rest}\n`;
    } else if (source !== undefined && mark === "#>") {
      const exact = readJsonString(rest);
      if (exact === undefined) return undefined;
      source.text += exact;
    }
  }
  const [, version, digest] = made ?? [];
  if (version === undefined || digest === undefined || sources.length === 0) return undefined;
  return { version, digest, sources };
}

function readJsonString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
