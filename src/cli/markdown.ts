import { createColors } from "picocolors";

/**
 * Markdown as a terminal shows it, for what ctrc's own pages are made of: headings, paragraphs, lists and code.
 * @param width columns to fill paragraphs to
 */
export function renderMarkdown(
  markdown: string,
  { color, width }: { readonly color: boolean; readonly width: number },
): string {
  const colors = createColors(color);
  const inline = (text: string): string =>
    text
      .replace(/`([^`]+)`/g, (quoted, code: string) => (color ? colors.cyan(code) : quoted))
      .replace(/\*([^*]+)\*/g, (_, word: string) => colors.italic(word));
  const out: string[] = [];
  const blocks = markdown.split(/(^```[^\n]*\n[\s\S]*?^```$)/m);
  for (const block of blocks) {
    const fence = /^```(\S*)[ ]?([^\n]*)\n([\s\S]*?)^```$/m.exec(block);
    if (fence !== null) {
      const [, , label = "", code = ""] = fence;
      if (label !== "") out.push(colors.dim(`${LABELS[label] ?? label}:`));
      const lines = code.replace(/\n$/, "").split("\n");
      out.push(lines.map((line) => (line === "" ? "" : `    ${line}`)).join("\n"), "");
      continue;
    }
    for (const paragraph of block.trim().split(/\n{2,}/)) {
      if (paragraph === "") continue;
      if (paragraph.startsWith("# ")) out.push(colors.bold(paragraph.slice(2)), "");
      else if (paragraph.startsWith("- "))
        out.push(
          ...paragraph
            .split("\n")
            .map((line) => fill(line, width, "  "))
            .map(inline),
          "",
        );
      else out.push(inline(fill(paragraph, width, "")), "");
    }
  }
  return `${out.join("\n").trimEnd()}\n`;
}

const LABELS: Readonly<Record<string, string>> = { bad: "Wrong", good: "Right" };

function fill(text: string, width: number, indentation: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${indentation}${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
