import { readdirSync } from "node:fs";

/** src/diagnostics/pages/index.ts: the pages of all codes, as text that is bundled. */
export function pagesIndex(): string {
  const folder = new URL("../src/diagnostics/pages/", import.meta.url);
  const codes = readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.replace(/\.md$/, ""))
    .sort();
  return [
    "// Made from the files of this folder by scripts/pages-index.ts: `npm run test:update`.",
    ...codes.map((code) => `import ${identifier(code)} from "./${code}.md?raw";`),
    "",
    "/** What `ctrc explain CODE` says: Markdown with a recipe that shows the mistake, and one that is right. */",
    "export const pages: Readonly<Record<string, string>> = {",
    ...codes.map((code) => `  "${code}": ${identifier(code)},`),
    "};",
    "",
  ].join("\n");
}

function identifier(code: string): string {
  return code.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
